import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'

/** An operation's call and paths, as its error names them. */
export interface Attempt {
  syscall: string
  path?: string | undefined
  dest?: string | undefined
  /** Replaces the system's message. */
  message?: string
}

/** node::UVException: makes the error that a failed operation throws, rejects with, or passes to its callback. `error`: -errno. */
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
