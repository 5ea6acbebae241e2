/** Masks of the blocks of PSS and OAEP (RFC 8017 appendix B.2.1). */
import { concatenate } from '#network'
import type { HashFunction } from '../hash-functions.ts'

/** Digest function from the caller, since the platform may have a faster one. */
export type Digest = (hash: HashFunction, bytes: Uint8Array) => Uint8Array

/** MGF1: returns `length` bytes that can only be made with `seed`. */
export function mgf1(digest: Digest, hash: HashFunction, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let counter = 0, size = 0; size < length; counter++) {
    const index = new Uint8Array(4)
    new DataView(index.buffer).setUint32(0, counter)
    const part = digest(hash, concatenate([seed, index]))
    parts.push(part)
    size += part.length
  }
  return concatenate(parts).slice(0, length)
}

export const masked = (bytes: Uint8Array, mask: Uint8Array) => bytes.map((byte, at) => byte ^ mask[at]!)
