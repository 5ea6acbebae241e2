import { errnoName } from '#network'

/** The error Node would make of a failed system call. */
export function systemError(syscall: string, errno: number): Error {
  const code = errnoName(errno)
  return Object.assign(new Error(`${syscall} ${code}`), { code, errno: -errno, syscall })
}

/** A call's result, unless that is -errno. */
export function checked(syscall: string, result: number): number {
  if (result < 0) throw systemError(syscall, -result)
  return result
}
