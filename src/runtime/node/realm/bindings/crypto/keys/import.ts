/** Keys as programs pass them: PEM, DER, JWK, raw bytes, or a key object. */
import { decodeLatin1 } from '../../../encodings.ts'
import type { Any } from '../../../types.ts'
import { plainBytes } from '../bytes.ts'
import { codedError, unreadableKey } from '../errors.ts'
import { type AsymmetricKey, isPrivate } from './asymmetric.ts'
import { curveKey, ellipticKey, NAMED_ALGORITHMS, namedAlgorithm, pointBytes, requireCurve } from './curves.ts'
import { decodePkcs1Private, decodePkcs1Public, decodePkcs8, decodeSec1, decodeSpki } from './encodings.ts'
import { decryptPem, decryptPkcs8 } from './encryption.ts'
import { importJwk } from './jwk.ts'
import { keyHeldBy } from './key-data.ts'
import { type Pem, parsePem } from './pem.ts'

/** WebCryptoKeyFormat and PKEncodingType of crypto_keys.h. */
export const Format = { der: 0, pem: 1, jwk: 2, rawPublic: 3, rawPrivate: 4, rawSeed: 5, store: 6 } as const
export const Encoding = { pkcs1: 0, pkcs8: 1, spki: 2, sec1: 3 } as const

/** The five parameters in which the library passes a key. */
export interface KeyInput {
  data: Any
  format?: number | null | undefined
  /** `Encoding`, or the key type for raw bytes. */
  type?: number | string | null | undefined
  passphrase?: ArrayBufferView | null | undefined
  namedCurve?: string | null | undefined
}

/** Reads the five consecutive parameters of a call. */
export function keyInput([data, format, type, passphrase, namedCurve]: Any[]): KeyInput {
  return { data, format, type, passphrase, namedCurve }
}

/** Imports a private key. Throws OpenSSL's error if it cannot be read. */
export function importPrivate(input: KeyInput): AsymmetricKey {
  const key = importKey(input, false)
  if (!isPrivate(key)) throw unreadableKey()
  return key
}

/** Imports a public key, or a private one, which includes the public part. */
export function importPublic(input: KeyInput): AsymmetricKey {
  return importKey(input, true)
}

function importKey(input: KeyInput, publicToo: boolean): AsymmetricKey {
  const held = keyHeldBy(input.data)
  if (held && held.type !== 'secret') return held.key
  switch (input.format) {
    case Format.jwk:
      return importJwk(input.data)
    case Format.rawPublic:
      return rawPublic(input)
    case Format.rawPrivate:
    case Format.rawSeed:
      return rawPrivate(input)
    case Format.der:
      return readable(() => importDer(input, publicToo))
    case Format.store:
      throw codedError(
        Error,
        'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
        'There is no store of keys in the simulated runtime',
      )
    default:
      return importPem(input, publicToo)
  }
}

/** Replaces our own errors by OpenSSL's. */
function readable(read: () => AsymmetricKey): AsymmetricKey {
  try {
    return read()
  } catch (error) {
    if ((error as Any)?.code !== undefined) throw error
    throw unreadableKey()
  }
}

function importDer({ data, type, passphrase }: KeyInput, publicToo: boolean): AsymmetricKey {
  const bytes = plainBytes(data)
  switch (type) {
    case Encoding.spki:
      return decodeSpki(bytes)
    case Encoding.sec1:
      return decodeSec1(bytes)
    case Encoding.pkcs1:
      try {
        return decodePkcs1Private(bytes)
      } catch (error) {
        if (publicToo) return decodePkcs1Public(bytes)
        throw error
      }
    default:
      return decodePkcs8(decryptPkcs8(bytes, passphrase ?? null))
  }
}

const PRIVATE_LABELS = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']
const PUBLIC_LABELS = ['PUBLIC KEY', 'RSA PUBLIC KEY']

function importPem({ data, passphrase }: KeyInput, publicToo: boolean): AsymmetricKey {
  const bytes = plainBytes(data)
  const text = decodeLatin1(bytes, 0, bytes.length)
  const labels = publicToo ? [...PUBLIC_LABELS, ...PRIVATE_LABELS] : PRIVATE_LABELS
  const pem = parsePem(text, (label) => labels.includes(label))
  if (!pem) throw unreadableKey()
  return readable(() => decodePem(pem, passphrase ?? null))
}

function decodePem(pem: Pem, passphrase: ArrayBufferView | null): AsymmetricKey {
  const bytes = pem.encryption ? decryptPem(pem.bytes, pem.encryption, passphrase) : pem.bytes
  switch (pem.label) {
    case 'PUBLIC KEY':
      return decodeSpki(bytes)
    case 'RSA PUBLIC KEY':
      return decodePkcs1Public(bytes)
    case 'RSA PRIVATE KEY':
      return decodePkcs1Private(bytes)
    case 'EC PRIVATE KEY':
      return decodeSec1(bytes)
    case 'ENCRYPTED PRIVATE KEY':
      return decodePkcs8(decryptPkcs8(bytes, passphrase))
    default:
      return decodePkcs8(bytes)
  }
}

const invalidData = () => codedError(Error, 'ERR_INVALID_ARG_VALUE', 'Invalid key data')

function rawPublic({ data, type, namedCurve }: KeyInput): AsymmetricKey {
  const bytes = new Uint8Array(plainBytes(data))
  const name = String(type).toLowerCase()
  if (name === 'ec') {
    const curve = requireCurve(String(namedCurve))
    try {
      return { type: 'ec', curve: curve.name, publicKey: pointBytes(curve, bytes), privateKey: null }
    } catch {
      throw invalidData()
    }
  }
  const known = namedAlgorithm((candidate) => candidate === name)
  if (!known || bytes.length !== NAMED_ALGORITHMS[known].size) throw invalidData()
  return { type: known, publicKey: bytes, privateKey: null }
}

function rawPrivate({ data, type, namedCurve }: KeyInput): AsymmetricKey {
  const bytes = new Uint8Array(plainBytes(data))
  const name = String(type).toLowerCase()
  if (name === 'ec') {
    const curve = requireCurve(String(namedCurve))
    if (bytes.length !== curve.size) throw invalidData()
    return ellipticKey(curve, bytes)
  }
  const known = namedAlgorithm((candidate) => candidate === name)
  if (!known || bytes.length !== NAMED_ALGORITHMS[known].size) throw invalidData()
  return curveKey(known, bytes)
}
