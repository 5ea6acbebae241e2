/** OAEP, the padding of encryption (RFC 8017 section 7.1). */
import { concatenate } from '#network'
import type { RealmContext } from '../../../context.ts'
import { equalBytes } from '../bytes.ts'
import { opensslError } from '../errors.ts'
import type { HashFunction } from '../hash-functions.ts'
import type { RsaKey } from '../keys/index.ts'
import { randomBytes } from '../random.ts'
import { type Digest, masked, mgf1 } from './masks.ts'
import { modulusBytes } from './operations.ts'

interface OaepOptions {
  hash: HashFunction
  label: Uint8Array
}

export function padOaep(
  realm: RealmContext,
  digest: Digest,
  key: RsaKey,
  bytes: Uint8Array,
  { hash, label }: OaepOptions,
): Uint8Array {
  const [size, hashLength] = [modulusBytes(key), hash.algorithm.outputLen]
  if (bytes.length > size - 2 * hashLength - 2) throw opensslError('RSA', 'data too large for key size', 110)
  const block = new Uint8Array(size - hashLength - 1)
  block.set(digest(hash, label))
  block[block.length - bytes.length - 1] = 1
  block.set(bytes, block.length - bytes.length)
  const seed = randomBytes(realm, hashLength)
  const maskedBlock = masked(block, mgf1(digest, hash, seed, block.length))
  const maskedSeed = masked(seed, mgf1(digest, hash, maskedBlock, hashLength))
  return concatenate([Uint8Array.of(0), maskedSeed, maskedBlock])
}

export function unpadOaep(digest: Digest, bytes: Uint8Array, { hash, label }: OaepOptions): Uint8Array {
  const hashLength = hash.algorithm.outputLen
  const maskedBlock = bytes.slice(1 + hashLength)
  const seed = masked(bytes.slice(1, 1 + hashLength), mgf1(digest, hash, maskedBlock, hashLength))
  const block = masked(maskedBlock, mgf1(digest, hash, seed, maskedBlock.length))
  const one = block.indexOf(1, hashLength)
  const isPadded =
    bytes[0] === 0 &&
    equalBytes(block.slice(0, hashLength), digest(hash, label)) &&
    one >= 0 &&
    block.subarray(hashLength, one).every((byte) => byte === 0)
  if (!isPadded) throw codedOaepError()
  return block.slice(one + 1)
}

const codedOaepError = (): Error =>
  Object.assign(opensslError('RSA', 'oaep decoding error', 121), { code: 'ERR_OSSL_RSA_OAEP_DECODING_ERROR' })
