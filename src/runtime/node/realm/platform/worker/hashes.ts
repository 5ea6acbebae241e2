import { blake2b, blake2s } from '@noble/hashes/blake2.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js'
import type { Any, HashState, Platform } from '../../types.ts'

const HASHES = {
  ...{ md5, ripemd160, sha1, sha224, sha256, sha384, sha512, 'sha512-224': sha512_224, 'sha512-256': sha512_256 },
  ...{ 'sha3-224': sha3_224, 'sha3-256': sha3_256, 'sha3-384': sha3_384, 'sha3-512': sha3_512 },
  ...{ blake2b512: blake2b, blake2s256: blake2s },
} as unknown as Readonly<Record<string, Any>>

/** The functions of `hash-names.ts` by a library: a page has none that answer at once. */
export const createHash: Platform['createHash'] = (name, key) => {
  if (!Object.hasOwn(HASHES, name)) return null
  const hash = HASHES[name]
  const own = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wrap = (state: { update(bytes: Uint8Array): unknown; digest(): Uint8Array; clone(): Any }): HashState => ({
    update: (bytes) => void state.update(own(bytes)),
    digest: () => state.digest(),
    copy: () => wrap(state.clone()),
  })
  return wrap(key === null ? hash.create() : hmac.create(hash, own(key)))
}
