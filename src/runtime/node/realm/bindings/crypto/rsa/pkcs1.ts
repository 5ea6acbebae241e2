/** The older padding, of signatures (RFC 8017 section 9.2) and of encryption (section 7.2). */
import type { RealmContext } from '../../../context.ts'
import { opensslError } from '../errors.ts'
import type { HashFunction } from '../hash-functions.ts'
import { HASH_IDENTIFIERS, nullValue, objectIdentifier, octetString, type RsaKey, sequence } from '../keys/index.ts'
import { randomBytes } from '../random.ts'
import { modulusBytes } from './operations.ts'

export function encodePkcs1Signature(key: RsaKey, hash: HashFunction, digest: Uint8Array): Uint8Array {
  const identifier = HASH_IDENTIFIERS[hash.name]
  if (!identifier) throw opensslError('RSA', 'unknown algorithm type', 117)
  const info = sequence(sequence(objectIdentifier(identifier), nullValue()), octetString(digest))
  return padType1(key, info)
}

/** Padding of signatures: 00 01 FF… 00. */
export function padType1(key: RsaKey, bytes: Uint8Array): Uint8Array {
  const size = modulusBytes(key)
  if (bytes.length > size - 11) throw opensslError('RSA', 'digest too big for rsa key', 112)
  const padded = new Uint8Array(size).fill(0xff)
  padded.set([0, 1])
  padded[size - bytes.length - 1] = 0
  padded.set(bytes, size - bytes.length)
  return padded
}

export function unpadType1(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0, 2)
  const isPadded = bytes[0] === 0 && bytes[1] === 1 && end >= 10 && bytes.subarray(2, end).every((b) => b === 0xff)
  if (!isPadded) throw opensslError('RSA', 'invalid padding', 138)
  return bytes.slice(end + 1)
}

/** Padding of encryption: 00 02 random… 00. */
export function padType2(realm: RealmContext, key: RsaKey, bytes: Uint8Array): Uint8Array {
  const size = modulusBytes(key)
  if (bytes.length > size - 11) throw opensslError('RSA', 'data too large for key size', 110)
  const padded = new Uint8Array(size)
  padded[1] = 2
  for (let at = 2; at < size - bytes.length - 1; ) {
    const [byte] = randomBytes(realm, 1)
    if (byte) padded[at++] = byte
  }
  padded.set(bytes, size - bytes.length)
  return padded
}

/** Returns the unpadded bytes, or null if the padding is different. */
export function unpadType2(bytes: Uint8Array): Uint8Array | null {
  const end = bytes.indexOf(0, 2)
  return bytes[0] === 0 && bytes[1] === 2 && end >= 10 ? bytes.slice(end + 1) : null
}
