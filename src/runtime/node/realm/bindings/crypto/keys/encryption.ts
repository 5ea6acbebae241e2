/** Private keys under a password: PBES2 (RFC 8018 §6.2) in PKCS #8, and the older encryption of PEM (RFC 1421). */
import { md5 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { concatenate } from '#network'
import type { RealmContext } from '../../../context.ts'
import { copyOfBytes } from '../bytes.ts'
import { type CipherKind, cipherNamed, createTransformation } from '../ciphers/index.ts'
import { codedError, notSupported, queuedOpensslError } from '../errors.ts'
import { hashFunction } from '../hash-functions.ts'
import { randomBytes } from '../random.ts'
import {
  bytesHex,
  contentOf,
  decode,
  hexBytes,
  integer,
  integerIn,
  nullValue,
  objectIdentifier,
  objectIdentifierIn,
  octetString,
  sequence,
  sequenceIn,
  Tag,
} from './der.ts'
import { formatPem } from './pem.ts'

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
/** Hash functions of PBKDF2's HMAC. */
const HMACS = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512']
const HMAC_PREFIX = '1.2.840.113549.2.'
const CBC_IDENTIFIERS: Readonly<Record<string, string>> = {
  'aes-128-cbc': '2.16.840.1.101.3.4.1.2',
  'aes-192-cbc': '2.16.840.1.101.3.4.1.22',
  'aes-256-cbc': '2.16.840.1.101.3.4.1.42',
}
/** OpenSSL's default. */
const ITERATIONS = 2048
const SALT_LENGTH = 16
const OLD_SALT_LENGTH = 8

type Passphrase = ArrayBufferView | null

const missing = () => queuedOpensslError('CRYPTO', 'interrupted or cancelled', 0x80109)

function crypt(kind: CipherKind, encrypts: boolean, key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  const cipher = createTransformation({ kind, encrypts, key, iv, tagLength: 0 })
  return concatenate([cipher.update(bytes), cipher.final()])
}

function requireCbc(name: string): CipherKind {
  const kind = cipherNamed(name)
  if (!kind) throw codedError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher')
  if (kind.mode !== 'cbc') throw notSupported(`A private key encrypted by ${name}`)
  return kind
}

/** Makes EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2 with HMAC-SHA256, as OpenSSL writes it. */
export function encryptPkcs8(
  realm: RealmContext,
  bytes: Uint8Array,
  cipher: string,
  passphrase: Passphrase,
): Uint8Array {
  const kind = requireCbc(cipher)
  const [salt, iv] = [randomBytes(realm, SALT_LENGTH), randomBytes(realm, kind.ivLength)]
  const { algorithm } = hashFunction('sha256')!
  const options = { c: ITERATIONS, dkLen: kind.keyLength }
  const key = pbkdf2(algorithm, copyOfBytes(passphrase!), salt, options)
  const derivation = sequence(
    objectIdentifier(PBKDF2),
    sequence(octetString(salt), integer(ITERATIONS), sequence(objectIdentifier(`${HMAC_PREFIX}9`), nullValue())),
  )
  const encryption = sequence(objectIdentifier(CBC_IDENTIFIERS[kind.name]!), octetString(iv))
  const scheme = sequence(objectIdentifier(PBES2), sequence(derivation, encryption))
  return sequence(scheme, octetString(crypt(kind, true, key, iv, bytes)))
}

/** Returns the PrivateKeyInfo in an EncryptedPrivateKeyInfo; unencrypted input unchanged. */
export function decryptPkcs8(bytes: Uint8Array, passphrase: Passphrase): Uint8Array {
  const [scheme, content] = sequenceIn(decode(bytes))
  if (scheme?.tag === Tag.integer) return bytes
  if (passphrase === null) throw missing()
  const [identifier, parameters] = sequenceIn(scheme)
  if (objectIdentifierIn(identifier) !== PBES2) throw notSupported('A private key that is not encrypted by PBES2')
  const [derivation, encryption] = sequenceIn(parameters)
  const [cipher, iv] = sequenceIn(encryption)
  const cipherIdentifier = objectIdentifierIn(cipher)
  const name = Object.keys(CBC_IDENTIFIERS).find((candidate) => CBC_IDENTIFIERS[candidate] === cipherIdentifier)
  if (name === undefined) throw notSupported(`A private key encrypted by ${cipherIdentifier}`)
  const kind = requireCbc(name)
  const key = derivedKey(derivation, copyOfBytes(passphrase), kind.keyLength)
  return crypt(kind, false, key, contentOf(iv, Tag.octetString), contentOf(content, Tag.octetString))
}

function derivedKey(derivation: Parameters<typeof sequenceIn>[0], passphrase: Uint8Array, length: number): Uint8Array {
  const [identifier, parameters] = sequenceIn(derivation)
  if (objectIdentifierIn(identifier) !== PBKDF2) throw notSupported('A private key whose key is not derived by PBKDF2')
  const [salt, iterations, ...rest] = sequenceIn(parameters)
  const prf = rest.find(({ tag }) => tag === Tag.sequence)
  const hmac = prf ? objectIdentifierIn(sequenceIn(prf)[0]) : `${HMAC_PREFIX}7`
  const hash = hashFunction(HMACS[Number(hmac.slice(HMAC_PREFIX.length)) - 7] ?? '')
  if (!hash) throw notSupported(`PBKDF2 with ${hmac}`)
  const options = { c: Number(integerIn(iterations)), dkLen: length }
  return pbkdf2(hash.algorithm, passphrase, contentOf(salt, Tag.octetString), options)
}

/** EVP_BytesToKey with MD5 and one round: derives old PEM's key from a password. */
function oldKey(passphrase: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  let key: Uint8Array = new Uint8Array(0)
  for (let block: Uint8Array = key; key.length < length; key = concatenate([key, block]))
    block = md5(concatenate([block, passphrase, salt]))
  return key.slice(0, length)
}

export function encryptPem(
  realm: RealmContext,
  label: string,
  bytes: Uint8Array,
  cipher: string,
  passphrase: Passphrase,
): string {
  const kind = requireCbc(cipher)
  const iv = randomBytes(realm, kind.ivLength)
  const key = oldKey(copyOfBytes(passphrase!), iv.slice(0, OLD_SALT_LENGTH), kind.keyLength)
  const info = `DEK-Info: ${kind.name.toUpperCase()},${bytesHex(iv).toUpperCase()}`
  return formatPem(label, crypt(kind, true, key, iv, bytes), ['Proc-Type: 4,ENCRYPTED', info])
}

export function decryptPem(
  bytes: Uint8Array,
  encryption: { cipher: string; iv: string },
  passphrase: Passphrase,
): Uint8Array {
  if (passphrase === null) throw missing()
  const kind = requireCbc(encryption.cipher)
  const iv = hexBytes(encryption.iv)
  const key = oldKey(copyOfBytes(passphrase), iv.slice(0, OLD_SALT_LENGTH), kind.keyLength)
  return crypt(kind, false, key, iv, bytes)
}
