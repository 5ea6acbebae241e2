/** RSA (RFC 8017) on integers: padding and the one-way function. */
import { isProbablePrime } from 'micro-rsa-dsa-dh/primality.js'
import { invert, pow } from 'micro-rsa-dsa-dh/utils.js'
import { concatenate } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { equalBytes } from './bytes.ts'
import { opensslError } from './errors.ts'
import type { HashFunction } from './hash-functions.ts'
import {
  bytesInteger,
  HASH_IDENTIFIERS,
  integerBytes,
  nullValue,
  objectIdentifier,
  octetString,
  type RsaKey,
  sequence,
} from './keys/index.ts'
import { randomBytes } from './random.ts'

const modulusBits = ({ n }: RsaKey): number => n.toString(2).length
export const modulusBytes = (key: RsaKey): number => Math.ceil(modulusBits(key) / 8)

/** RSAEP, RSAVP1. */
export function publicOperation(key: RsaKey, bytes: Uint8Array): Uint8Array {
  const value = bytesInteger(bytes)
  if (value >= key.n) throw opensslError('RSA', 'data too large for modulus', 132)
  return integerBytes(pow(value, key.e, key.n), modulusBytes(key))
}

/** RSADP, RSASP1, by the Chinese remainder theorem. */
export function privateOperation(key: RsaKey, bytes: Uint8Array): Uint8Array {
  const value = bytesInteger(bytes)
  if (value >= key.n) throw opensslError('RSA', 'data too large for modulus', 132)
  const { p, q, dp, dq, qi } = key.private!
  const [m1, m2] = [pow(value % p, dp, p), pow(value % q, dq, q)]
  const h = (((m1 - m2) % p) + p) * qi
  return integerBytes(m2 + q * (h % p), modulusBytes(key))
}

/** A prime of `bits` whose two highest bits are 1, so that two of them make a modulus of exactly twice as many. */
function primeFor(realm: RealmContext, bits: number, e: bigint): bigint {
  const random = (size: number) => randomBytes(realm, size)
  for (;;) {
    let candidate = bytesInteger(random(Math.ceil(bits / 8))) % (1n << BigInt(bits))
    candidate |= (3n << BigInt(bits - 2)) | 1n
    if ((candidate - 1n) % e !== 0n && !hasSmallFactor(candidate) && isProbablePrime(candidate, 5, random))
      return candidate
  }
}

const SMALL_PRIMES = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97]
const SMALL_PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * BigInt(prime), 1n)

function hasSmallFactor(candidate: bigint): boolean {
  const rest = candidate % SMALL_PRODUCT
  return SMALL_PRIMES.some((prime) => rest % BigInt(prime) === 0n)
}

/** A fresh pair from the process's own random stream. */
export function generateRsaKey(realm: RealmContext, bits: number, exponent: number): RsaKey {
  const e = BigInt(exponent)
  for (;;) {
    const [first, second] = [primeFor(realm, Math.ceil(bits / 2), e), primeFor(realm, Math.floor(bits / 2), e)]
    if (first === second) continue
    const [p, q] = first > second ? [first, second] : [second, first]
    const d = invert(e, ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n))
    const secret = { d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: invert(q, p) }
    const key: RsaKey = { type: 'rsa', n: p * q, e, private: secret, pss: null }
    if (modulusBits(key) === bits) return key
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}

// --- EMSA-PKCS1-v1_5 (section 9.2)

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

// --- RSAES-PKCS1-v1_5 (section 7.2)

/** Padding of what is encrypted: 00 02 random… 00. */
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

/** Null where it is not padded so. */
export function unpadType2(bytes: Uint8Array): Uint8Array | null {
  const end = bytes.indexOf(0, 2)
  return bytes[0] === 0 && bytes[1] === 2 && end >= 10 ? bytes.slice(end + 1) : null
}

// --- MGF1 (appendix B.2.1), RSASSA-PSS (section 8.1), RSAES-OAEP (section 7.1)

type Digest = (hash: HashFunction, bytes: Uint8Array) => Uint8Array

function mgf1(digest: Digest, hash: HashFunction, seed: Uint8Array, length: number): Uint8Array {
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

const masked = (bytes: Uint8Array, mask: Uint8Array) => bytes.map((byte, at) => byte ^ mask[at]!)

export interface PssOptions {
  hash: HashFunction
  mgf1Hash: HashFunction
  /** -1: as long as the digest; -2: as long as it can be, or whatever it is. */
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

export interface OaepOptions {
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
