import { Op } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'

const STDERR = 2

/** Writes to the process's standard error without a stream, as C++ does for errors that end a process. */
export function writeError(realm: RealmContext, text: string): void {
  realm.kernel.post(Op.send, STDERR, 0, 0, '', realm.platform.encodeUtf8(text))
}
