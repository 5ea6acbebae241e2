import { ed448 } from '@noble/curves/ed448.js'
import { ed25519, ed25519ctx } from '@noble/curves/ed25519.js'
import type { RealmContext } from '../../../context.ts'
import { equalBytes } from '../bytes.ts'
import { opensslError, unsupportedOperation } from '../errors.ts'
import { digestOf, requireHash } from '../hash.ts'
import { type HashFunction, hashFunction } from '../hash-functions.ts'
import { type AsymmetricKey, curveOf, type RsaKey } from '../keys/index.ts'
import {
  encodePkcs1Signature,
  encodePss,
  modulusBytes,
  type PssOptions,
  privateOperation,
  publicOperation,
  verifyPss,
} from '../rsa/index.ts'

/** Arguments of the library besides key and data. */
export interface SignatureOptions {
  /** null: the key's own. */
  hash: HashFunction | null
  padding: number | undefined
  saltLength: number | undefined
  /** r and s concatenated (IEEE P1363), not as DER. */
  plain: boolean
  context: Uint8Array | undefined
}

const PSS_PADDING = 6
const MAX_SALT = -2
const KEY_SALT = -3
const DEFAULT_HASH = 'sha256'

/** The digest to sign, for keys that sign one: computed by the caller in pieces, or here from the message. */
export type Digested = { readonly digest: Uint8Array } | { readonly message: Uint8Array }

/** Signs with a private key. Throws OpenSSL's error on failure. */
export function sign(realm: RealmContext, key: AsymmetricKey, data: Digested, options: SignatureOptions): Uint8Array {
  switch (key.type) {
    case 'ed25519':
    case 'ed448':
      return signEdwards(key.type, key.privateKey!, data, options)
    case 'ec': {
      const { algorithm } = curveOf(key)
      const digest = digestFor(realm, data, options.hash)
      return algorithm.sign(digest, key.privateKey!, {
        prehash: false,
        lowS: false,
        format: options.plain ? 'compact' : 'der',
      })
    }
    case 'rsa':
    case 'rsa-pss':
      return signRsa(realm, key, data, options)
    default:
      throw opensslError('EVP', 'operation not supported for this keytype', 0x96)
  }
}

export function verify(
  realm: RealmContext,
  key: AsymmetricKey,
  data: Digested,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  switch (key.type) {
    case 'ed25519':
    case 'ed448':
      return verifyEdwards(key.type, key.publicKey, data, signature, options)
    case 'ec': {
      const digest = digestFor(realm, data, options.hash)
      const format = options.plain ? 'compact' : 'der'
      return withoutThrowing(() =>
        curveOf(key).algorithm.verify(signature, digest, key.publicKey, { prehash: false, lowS: false, format }),
      )
    }
    case 'rsa':
    case 'rsa-pss':
      return withoutThrowing(() => verifyRsa(realm, key, data, signature, options))
    default:
      throw opensslError('EVP', 'operation not supported for this keytype', 0x96)
  }
}

/** Returns false instead of throwing: a malformed signature does not verify. */
function withoutThrowing(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function digestFor(realm: RealmContext, data: Digested, hash: HashFunction | null): Uint8Array {
  return 'digest' in data ? data.digest : digestOf(realm, hash ?? requireHash(DEFAULT_HASH), data.message)
}

// --- Ed25519, Ed448 (RFC 8032)

/** Returns the message; these algorithms hash it themselves. */
function wholeMessage(data: Digested, { hash }: SignatureOptions): Uint8Array {
  if ('digest' in data) throw unsupportedOperation()
  if (hash) throw opensslError('Provider', 'invalid digest', 0x7a)
  return data.message
}

/** Returns the variant and its extra parameters: Ed25519 with a context is a different algorithm than without (RFC 8032, section 2). */
function edwards(type: string, { context }: SignatureOptions) {
  const more = context?.length ? { context } : {}
  if (type === 'ed448') return { algorithm: ed448, more }
  return { algorithm: context?.length ? ed25519ctx : ed25519, more }
}

function signEdwards(type: string, key: Uint8Array, data: Digested, options: SignatureOptions): Uint8Array {
  const message = wholeMessage(data, options)
  const { algorithm, more } = edwards(type, options)
  return algorithm.sign(message, key, more)
}

function verifyEdwards(
  type: string,
  key: Uint8Array,
  data: Digested,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  const message = wholeMessage(data, options)
  const { algorithm, more } = edwards(type, options)
  const strict = type === 'ed25519' ? { zip215: false } : {}
  return withoutThrowing(() => algorithm.verify(signature, message, key, { ...strict, ...more }))
}

// --- RSA

function pssOptions(key: RsaKey, hash: HashFunction, saltLength: number): PssOptions {
  const mgf1Hash = key.pss ? (hashFunction(key.pss.mgf1Hash) ?? hash) : hash
  if (saltLength === KEY_SALT) return { hash, mgf1Hash, saltLength: -1 }
  return { hash, mgf1Hash, saltLength }
}

const usesPss = (key: RsaKey, { padding }: SignatureOptions) => key.type === 'rsa-pss' || padding === PSS_PADDING

/** Returns the hash function; throws if the key is restricted to another one. */
function rsaHash(key: RsaKey, { hash }: SignatureOptions): HashFunction {
  const chosen = hash ?? requireHash(key.pss?.hash ?? DEFAULT_HASH)
  if (key.pss && chosen.name !== key.pss.hash) throw opensslError('Provider', 'digest not allowed', 0xae)
  return chosen
}

function signRsa(realm: RealmContext, key: RsaKey, data: Digested, options: SignatureOptions): Uint8Array {
  const hash = rsaHash(key, options)
  const digest = digestFor(realm, data, hash)
  if (!usesPss(key, options)) return privateOperation(key, encodePkcs1Signature(key, hash, digest))
  const saltLength = options.saltLength ?? (key.pss ? -1 : MAX_SALT)
  if (key.pss && saltLength >= 0 && saltLength < key.pss.saltLength)
    throw opensslError('Provider', 'pss saltlen too small', 0xac)
  const digester = (function_: HashFunction, bytes: Uint8Array) => digestOf(realm, function_, bytes)
  return privateOperation(key, encodePss(realm, digester, key, digest, pssOptions(key, hash, saltLength)))
}

function verifyRsa(
  realm: RealmContext,
  key: RsaKey,
  data: Digested,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  if (signature.length !== modulusBytes(key)) return false
  const hash = rsaHash(key, options)
  const digest = digestFor(realm, data, hash)
  const encoded = publicOperation(key, signature)
  if (!usesPss(key, options)) return equalBytes(encoded, encodePkcs1Signature(key, hash, digest))
  const digester = (function_: HashFunction, bytes: Uint8Array) => digestOf(realm, function_, bytes)
  return verifyPss(digester, key, digest, encoded, pssOptions(key, hash, options.saltLength ?? MAX_SALT))
}
