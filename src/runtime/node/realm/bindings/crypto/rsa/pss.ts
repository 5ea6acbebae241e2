/** PSS, the padding of signatures with a salt (RFC 8017 section 8.1). */
import { concatenate } from '#network'
import type { RealmContext } from '../../../context.ts'
import { equalBytes } from '../bytes.ts'
import { opensslError } from '../errors.ts'
import type { HashFunction } from '../hash-functions.ts'
import type { RsaKey } from '../keys/index.ts'
import { randomBytes } from '../random.ts'
import { type Digest, masked, mgf1 } from './masks.ts'
import { modulusBits, modulusBytes } from './operations.ts'

export interface PssOptions {
  hash: HashFunction
  mgf1Hash: HashFunction
  /** -1: the digest's length; -2: the maximum when signing, any when verifying. */
  saltLength: number
}

export function encodePss(
  realm: RealmContext,
  digest: Digest,
  key: RsaKey,
  message: Uint8Array,
  { hash, mgf1Hash, saltLength }: PssOptions,
): Uint8Array {
  const bits = modulusBits(key) - 1
  const size = Math.ceil(bits / 8)
  const most = size - hash.algorithm.outputLen - 2
  const length = saltLength === -1 ? hash.algorithm.outputLen : saltLength === -2 ? most : saltLength
  if (length > most || length < 0) throw opensslError('RSA', 'data too large for key size', 110)
  const salt = randomBytes(realm, length)
  const hashed = digest(hash, concatenate([new Uint8Array(8), message, salt]))
  const block = new Uint8Array(size - hashed.length - 1)
  block[block.length - length - 1] = 1
  block.set(salt, block.length - length)
  const maskedBlock = masked(block, mgf1(digest, mgf1Hash, hashed, block.length))
  maskedBlock[0]! &= 0xff >> (8 * size - bits)
  const encoded = concatenate([maskedBlock, hashed, Uint8Array.of(0xbc)])
  return concatenate([new Uint8Array(modulusBytes(key) - size), encoded])
}

export function verifyPss(
  digest: Digest,
  key: RsaKey,
  message: Uint8Array,
  encodedWhole: Uint8Array,
  { hash, mgf1Hash, saltLength }: PssOptions,
): boolean {
  const bits = modulusBits(key) - 1
  const size = Math.ceil(bits / 8)
  const encoded = encodedWhole.slice(encodedWhole.length - size)
  const hashLength = hash.algorithm.outputLen
  if (size < hashLength + 2 || encoded.at(-1) !== 0xbc) return false
  const hashed = encoded.slice(size - hashLength - 1, size - 1)
  const maskedBlock = encoded.slice(0, size - hashLength - 1)
  const block = masked(maskedBlock, mgf1(digest, mgf1Hash, hashed, maskedBlock.length))
  block[0]! &= 0xff >> (8 * size - bits)
  const one = block.findIndex((byte) => byte !== 0)
  if (one < 0 || block[one] !== 1) return false
  const salt = block.slice(one + 1)
  const wanted = saltLength === -1 ? hashLength : saltLength
  if (wanted >= 0 && salt.length !== wanted) return false
  return equalBytes(digest(hash, concatenate([new Uint8Array(8), message, salt])), hashed)
}
