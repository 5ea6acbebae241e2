/** WebCrypto's encryption and decryption, and RSA's encryption of both APIs. */
import { concatenate } from '#network'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { arrayBufferOf, buffer, copyOfBytes, equalBytes } from './bytes.ts'
import { CIPHER_COST, cipherBaseClass } from './cipher-base.ts'
import {
  type Authenticated,
  type CipherKind,
  cipherNamed,
  cipherNames,
  cipherNumbered,
  createTransformation,
  type Transformation,
} from './ciphers/index.ts'
import { codedError, notSupported, opensslError } from './errors.ts'
import { digestOf, requireHash } from './hash.ts'
import type { HashFunction } from './hash-functions.ts'
import { jobClass } from './jobs.ts'
import { type AsymmetricKey, importPrivate, importPublic, keyInput, type RsaKey, secretBytes } from './keys/index.ts'
import {
  modulusBytes,
  padOaep,
  padType1,
  padType2,
  privateOperation,
  publicOperation,
  unpadOaep,
  unpadType1,
  unpadType2,
} from './rsa/index.ts'

const ENCRYPT = 0
const RSA_COST = 1_000_000
const TAG_LENGTH = 16
const BLOCK = 16
const Padding = { pkcs1: 1, none: 3, oaep: 4 } as const

export function cipherBinding(realm: RealmContext): Binding {
  return {
    CipherBase: cipherBaseClass(realm),
    getCiphers: cipherNames,
    getCipherInfo,
    AESCipherJob: aesJob(realm),
    ChaCha20Poly1305CipherJob: jobClass(realm, 'CIPHERREQUEST', (_mode, direction, key, data, iv, additional) =>
      aeadWork(cipherNamed('chacha20-poly1305')!, direction, key, data, { iv, tagLength: TAG_LENGTH, additional }),
    ),
    RSACipherJob: rsaJob(realm),
    publicEncrypt: rsaFunction(realm, 'public', true),
    publicDecrypt: rsaFunction(realm, 'public', false),
    privateEncrypt: rsaFunction(realm, 'private', true),
    privateDecrypt: rsaFunction(realm, 'private', false),
  }
}

function getCipherInfo(target: Any, nameOrNid: string | number, keyLength?: number, ivLength?: number): Any {
  const kind = typeof nameOrNid === 'string' ? cipherNamed(nameOrNid) : cipherNumbered(nameOrNid)
  if (!kind) return undefined
  if (keyLength !== undefined && keyLength !== kind.keyLength) return undefined
  if (ivLength !== undefined && !takesVector(kind, ivLength)) return undefined
  const isStream = kind.mode === 'chacha20' || kind.mode === 'poly1305'
  target.mode = isStream ? 'stream' : kind.mode === 'cfb8' ? 'cfb' : kind.mode
  target.name = kind.name
  target.nid = kind.nid
  if (!isStream) target.blockSize = kind.blockSize
  if (kind.ivLength > 0) target.ivLength = ivLength ?? kind.ivLength
  target.keyLength = kind.keyLength
  return target
}

function takesVector({ mode, ivLength }: CipherKind, length: number): boolean {
  if (mode === 'gcm') return length > 0
  if (mode === 'poly1305') return length > 0 && length <= 12
  if (mode === 'ccm') return length >= 7 && length <= 13
  return length === ivLength
}

// --- AES of WebCrypto

const AES_MODES = ['CTR', 'CBC', 'GCM', 'KW', 'OCB'] as const
const AES_SIZES = [128, 192, 256] as const

function aesJob(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'CIPHERREQUEST',
    (_mode, direction: number, key: unknown, data: Any, variant: number, ...rest) => {
      const mode = AES_MODES[Math.floor(variant / AES_SIZES.length)]!
      const bits = AES_SIZES[variant % AES_SIZES.length]!
      if (mode === 'OCB') throw notSupported('AES-OCB')
      const kind = cipherNamed(`aes-${bits}-${mode === 'KW' ? 'wrap' : mode.toLowerCase()}`)!
      const [iv, second, additional] = rest
      if (mode === 'GCM') return aeadWork(kind, direction, key, data, { iv, tagLength: second, additional })
      const bytes = copyOfBytes(data)
      const vector = iv === undefined ? new Uint8Array(0) : copyOfBytes(iv)
      if (mode === 'CTR') checkCounter(second, bytes.length)
      const perform = () =>
        arrayBufferOf(
          mode === 'CTR' && second < BLOCK * 8
            ? shortCounter(kind, secretBytes(key), vector, second, bytes)
            : whole(kind, direction === ENCRYPT, secretBytes(key), vector, bytes),
        )
      return { cost: bytes.length * CIPHER_COST, perform }
    },
  )
}

function whole(kind: CipherKind, encrypts: boolean, key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  const cipher: Transformation = createTransformation({ kind, encrypts, key, iv, tagLength: 0 })
  return concatenate([cipher.update(bytes), cipher.final()])
}

/** Throws if there are more blocks than counter values, which would repeat one. */
function checkCounter(bits: number, length: number): void {
  if (bits < 53 && Math.ceil(length / BLOCK) > 2 ** bits)
    throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'The counter is too short for so much data')
}

/** Runs CTR with a counter of only the last `bits` bits: it wraps to zero without a carry (Web Cryptography API section 27). */
function shortCounter(kind: CipherKind, key: Uint8Array, iv: Uint8Array, bits: number, bytes: Uint8Array): Uint8Array {
  const mask = (1n << BigInt(bits)) - 1n
  const view = new DataView(iv.buffer, iv.byteOffset)
  const counter = ((view.getBigUint64(0) << 64n) | view.getBigUint64(8)) & mask
  const beforeWrap = mask + 1n - counter
  const split = Number(beforeWrap > BigInt(bytes.length) ? BigInt(bytes.length) : beforeWrap * BigInt(BLOCK))
  const wrapped = iv.slice()
  for (let bit = 0; bit < bits; bit++) wrapped[BLOCK - 1 - (bit >> 3)]! &= ~(1 << (bit & 7))
  return concatenate([
    whole(kind, true, key, iv, bytes.slice(0, split)),
    whole(kind, true, key, wrapped, bytes.slice(split)),
  ])
}

interface AeadOptions {
  iv: Any
  tagLength: number
  additional: Any
}

/** Encrypts or decrypts with the tag after the text. */
function aeadWork(
  kind: CipherKind,
  direction: number,
  key: unknown,
  data: Any,
  { iv, tagLength, additional }: AeadOptions,
) {
  const [bytes, vector] = [copyOfBytes(data), copyOfBytes(iv)]
  const extra = additional === undefined ? null : copyOfBytes(additional)
  if (kind.mode === 'poly1305' && vector.length !== kind.ivLength)
    throw codedError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector')
  const perform = () => {
    const setup = { kind, encrypts: direction === ENCRYPT, key: secretBytes(key), iv: vector, tagLength }
    const cipher = createTransformation(setup) as Authenticated
    if (extra) cipher.addData(extra, bytes.length)
    if (direction === ENCRYPT) {
      const text = cipher.update(bytes)
      cipher.final()
      return arrayBufferOf(concatenate([text, cipher.tag().slice(0, tagLength)]))
    }
    const split = bytes.length - tagLength
    if (split < 0) throw new Error('Unsupported state or unable to authenticate data')
    const text = cipher.update(bytes.slice(0, split))
    cipher.final()
    if (!equalBytes(cipher.tag().slice(0, tagLength), bytes.slice(split)))
      throw new Error('Unsupported state or unable to authenticate data')
    return arrayBufferOf(text)
  }
  return { cost: bytes.length * CIPHER_COST, perform }
}

// --- RSA

function requireRsa(key: AsymmetricKey): RsaKey {
  if (key.type !== 'rsa') throw opensslError('EVP', 'operation not supported for this keytype', 0x96)
  return key
}

function rsaJob(realm: RealmContext): unknown {
  return jobClass(realm, 'CIPHERREQUEST', (_mode, direction: number, handle, data, _variant, name: string, label) => {
    const key = requireRsa(direction === ENCRYPT ? importPublic({ data: handle }) : importPrivate({ data: handle }))
    const options = { hash: requireHash(name), label: label === undefined ? new Uint8Array(0) : copyOfBytes(label) }
    const bytes = copyOfBytes(data)
    const digest = (hash: HashFunction, part: Uint8Array) => digestOf(realm, hash, part)
    const perform = () =>
      arrayBufferOf(
        direction === ENCRYPT
          ? publicOperation(key, padOaep(realm, digest, key, bytes, options))
          : unpadOaep(digest, privateOperation(key, sized(key, bytes)), options),
      )
    return { cost: RSA_COST, perform }
  })
}

function sized(key: RsaKey, bytes: Uint8Array): Uint8Array {
  if (bytes.length > modulusBytes(key)) throw opensslError('RSA', 'data greater than mod len', 108)
  return bytes
}

/** `publicEncrypt` and the other three of `crypto`. */
function rsaFunction(realm: RealmContext, part: 'public' | 'private', encrypts: boolean) {
  return (...parameters: Any[]): unknown => {
    const [input, padding, hashName, label] = parameters.slice(5)
    const key = requireRsa((part === 'private' ? importPrivate : importPublic)(keyInput(parameters)))
    const operate = part === 'private' ? privateOperation : publicOperation
    const scheme = paddingScheme(realm, key, padding, { hashName, label, usesRandom: part === 'public' || !encrypts })
    realm.kernel.spend(RSA_COST)
    const bytes = copyOfBytes(input)
    if (encrypts) return buffer(realm, operate(key, scheme.pad(bytes)))
    return buffer(realm, new Uint8Array(scheme.unpad(operate(key, sized(key, bytes)))))
  }
}

interface Scheme {
  pad(bytes: Uint8Array): Uint8Array
  unpad(bytes: Uint8Array): Uint8Array
}

function paddingScheme(
  realm: RealmContext,
  key: RsaKey,
  padding: number,
  { hashName, label, usesRandom }: { hashName?: string; label?: Any; usesRandom: boolean },
): Scheme {
  const digest = (hash: HashFunction, part: Uint8Array) => digestOf(realm, hash, part)
  switch (padding) {
    case Padding.oaep: {
      const options = {
        hash: requireHash(hashName ?? 'sha1'),
        label: label === undefined ? new Uint8Array(0) : copyOfBytes(label),
      }
      return {
        pad: (bytes) => padOaep(realm, digest, key, bytes, options),
        unpad: (bytes) => unpadOaep(digest, bytes, options),
      }
    }
    case Padding.pkcs1:
      if (!usesRandom) return { pad: (bytes) => padType1(key, bytes), unpad: unpadType1 }
      return {
        pad: (bytes) => padType2(realm, key, bytes),
        // Input with wrong padding gives meaningless bytes, as OpenSSL's implicit rejection does.
        unpad: (bytes) => (bytes[1] === 1 ? unpadType1(bytes) : (unpadType2(bytes) ?? new Uint8Array(0))),
      }
    case Padding.none:
      return { pad: (bytes) => exactly(key, bytes), unpad: (bytes) => bytes }
    default:
      throw opensslError('RSA', 'unknown padding type', 118)
  }
}

function exactly(key: RsaKey, bytes: Uint8Array): Uint8Array {
  if (bytes.length < modulusBytes(key)) throw opensslError('RSA', 'data too small for key size', 122)
  if (bytes.length > modulusBytes(key)) throw opensslError('RSA', 'data too large for key size', 110)
  return bytes
}
