import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'

/** What an operation was asked to do, as its error names it. */
export interface Attempt {
  syscall: string
  path?: string | undefined
  dest?: string | undefined
  /** In place of the system's own words. */
  message?: string
}

/** node::UVException: what a failed operation throws, rejects with, or hands to its callback. `error`: -errno. */
export function uvException(
  realm: RealmContext,
  error: number,
  { syscall, path, dest, message: words }: Attempt,
): Error {
  const { errname, getErrorMessage } = realm.internalBinding('uv')
  const code = errname(error)
  let message = `${code}: ${words ?? getErrorMessage(error)}, ${syscall}`
  if (path !== undefined) message += ` '${path}'`
  if (dest !== undefined) message += ` -> '${dest}'`
  const exception: Any = new realm.primordials.Error(message)
  exception.errno = error
  exception.code = code
  exception.syscall = syscall
  if (path !== undefined) exception.path = path
  if (dest !== undefined) exception.dest = dest
  return exception
}
