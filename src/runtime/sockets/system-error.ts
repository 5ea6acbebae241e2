import { errnoName } from '#network'

/** Returns the error that Node would make of a failed system call. */
export function systemError(syscall: string, errno: number): Error {
  const code = errnoName(errno)
  return Object.assign(new Error(`${syscall} ${code}`), { code, errno: -errno, syscall })
}

/** Returns a call's result; throws if it is -errno. */
export function checked(syscall: string, result: number): number {
  if (result < 0) throw systemError(syscall, -result)
  return result
}
