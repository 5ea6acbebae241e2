import type { HashState, Platform } from '../../types.ts'
import { HASH_NAMES } from '../hash-names.ts'

/** The crypto module of the Node that this runs in, loaded when a program first needs a hash. */
const crypto = () => process.getBuiltinModule('node:crypto')

/** Makes hashes of fixed length, the ones that programs find in a page too. */
export const createHash: NonNullable<Platform['createHash']> = (name, key) => {
  if (!HASH_NAMES.includes(name)) return null
  const own = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { createHash, createHmac } = crypto()
  if (key !== null) {
    const state = createHmac(name, own(key))
    const refuse = () => {
      throw new Error('An HMAC cannot be copied')
    }
    return { update: (bytes) => void state.update(own(bytes)), digest: () => state.digest(), copy: refuse }
  }
  const wrap = (state: ReturnType<typeof createHash>): HashState => ({
    update: (bytes) => void state.update(own(bytes)),
    digest: () => state.digest(),
    copy: () => wrap(state.copy()),
  })
  return wrap(createHash(name))
}
