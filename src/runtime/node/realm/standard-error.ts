import { Op } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'

const STDERR = 2

/** Writes to the process's standard error past every stream, as C++ does for what ends a process. */
export function writeError(realm: RealmContext, text: string): void {
  realm.kernel.post(Op.send, STDERR, 0, 0, '', realm.platform.encodeUtf8(text))
}
