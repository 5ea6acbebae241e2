import { Op } from '../../../syscalls/index.ts'
import type { RealmContext } from '../../context.ts'

/** Bytes requested from the kernel at once. */
const PIECE = 65_536

/** Fills `target` with the next bytes of this process's own random stream. */
export function fillRandom(realm: RealmContext, target: Uint8Array): void {
  for (let at = 0; at < target.length; at += PIECE) {
    realm.kernel.call(Op.random, Math.min(PIECE, target.length - at))
    Uint8Array.prototype.set.call(target, realm.kernel.out.bytes ?? [], at)
  }
}

export function randomBytes(realm: RealmContext, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  fillRandom(realm, bytes)
  return bytes
}
