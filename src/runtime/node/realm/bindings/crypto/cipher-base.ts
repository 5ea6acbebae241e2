import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import { buffer, copyOfBytes, equalBytes, inputBytes } from './bytes.ts'
import {
  type Authenticated,
  type CipherKind,
  cipherNamed,
  createTransformation,
  isAuthenticated,
  type Transformation,
} from './ciphers/index.ts'
import { codedError } from './errors.ts'
import { secretBytes } from './keys/index.ts'

/** Nanoseconds per byte. */
export const CIPHER_COST = 1
const NO_TAG_LENGTH = -1
const DEFAULT_TAG_LENGTH = 16
const MAX_CHACHA_NONCE = 12
const MAX_CCM_TEXT = [2 ** 16, 2 ** 24]

const invalidTag = (length: number) =>
  codedError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`)

/** Makes node::crypto::CipherBase, below `Cipheriv` and `Decipheriv`. */
export function cipherBaseClass(realm: RealmContext): unknown {
  return class CipherBase {
    readonly #encrypts: boolean
    readonly #kind: CipherKind
    #cipher: Transformation | null
    #finished = false
    /** Set by the program or computed; null before that. */
    #tag: Uint8Array | null = null
    #tagLength: number
    #dataTaken = true
    #textLimit = Number.POSITIVE_INFINITY

    constructor(encrypts: boolean, name: string, key: unknown, iv: Any, tagLength: number) {
      const kind = cipherNamed(name)
      if (!kind) throw codedError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher')
      const bytes = secretBytes(key)
      const vector = iv === null ? null : copyOfBytes(iv)
      checkVector(kind, vector)
      if (bytes.length !== kind.keyLength)
        throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length')
      this.#kind = kind
      this.#encrypts = encrypts
      this.#tagLength = isAuthenticated(kind) ? checkTagLength(kind, encrypts, tagLength) : NO_TAG_LENGTH
      const setup = { kind, encrypts, key: bytes, iv: vector ?? new Uint8Array(0), tagLength: this.#tagLength }
      this.#cipher = createTransformation(setup)
      if (kind.mode === 'ccm') this.#textLimit = (MAX_CCM_TEXT[13 - vector!.length] ?? Number.POSITIVE_INFINITY) - 1
    }

    update(data: unknown, encoding?: string): unknown {
      if (!this.#cipher) throw new Error('Trying to add data in unsupported state')
      const bytes = inputBytes(realm, data, encoding)
      this.#dataTaken = false
      if (this.#kind.mode === 'ccm') {
        if (bytes.length > this.#textLimit)
          throw codedError(RangeError, 'ERR_CRYPTO_INVALID_MESSAGELEN', 'Invalid message length')
        if (!this.#encrypts && !this.#tag) throw new Error('Trying to add data in unsupported state')
      }
      realm.kernel.spend(bytes.length * CIPHER_COST)
      const result = this.#cipher.update(bytes)
      // Unauthenticated plaintext is withheld; final() throws.
      if (
        this.#kind.mode === 'ccm' &&
        !this.#encrypts &&
        !equalBytes((this.#cipher as Authenticated).tag(), this.#tag!)
      )
        return buffer(realm, new Uint8Array(0))
      return buffer(realm, result)
    }

    final(): unknown {
      const cipher = this.#cipher
      if (!cipher) throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state')
      this.#cipher = null
      this.#finished = true
      const rest = cipher.final()
      if (isAuthenticated(this.#kind)) this.#authenticate(cipher as Authenticated)
      return buffer(realm, rest)
    }

    #authenticate(cipher: Authenticated): void {
      const made = cipher.tag()
      if (this.#encrypts) {
        if (this.#tagLength === NO_TAG_LENGTH) this.#tagLength = DEFAULT_TAG_LENGTH
        this.#tag = made.slice(0, this.#tagLength)
      } else if (!this.#tag || !equalBytes(made.slice(0, this.#tag.length), this.#tag))
        throw new Error('Unsupported state or unable to authenticate data')
    }

    setAutoPadding(pads: boolean): boolean {
      if (!this.#cipher) return false
      this.#cipher.setAutoPadding?.(pads)
      return true
    }

    getAuthTag(): unknown {
      if (!this.#finished || !this.#encrypts || !this.#tag) return undefined
      return buffer(realm, copyOfBytes(this.#tag))
    }

    setAuthTag(tag: Any): boolean {
      if (!this.#cipher || !isAuthenticated(this.#kind) || this.#encrypts || this.#tag) return false
      const bytes = copyOfBytes(tag)
      const isWanted =
        this.#tagLength === NO_TAG_LENGTH ? isGcmTagLength(bytes.length) : bytes.length === this.#tagLength
      if (!isWanted) throw invalidTag(bytes.length)
      if (this.#kind.mode === 'gcm' && this.#tagLength === NO_TAG_LENGTH && bytes.length !== DEFAULT_TAG_LENGTH)
        warnOfShortTag(realm)
      this.#tag = bytes
      return true
    }

    setAAD(data: Any, textLength: number): boolean {
      if (!this.#cipher || !isAuthenticated(this.#kind) || !this.#dataTaken) return false
      if (this.#kind.mode === 'ccm') {
        if (textLength < 0)
          throw codedError(Error, 'ERR_MISSING_ARGS', 'options.plaintextLength required for CCM mode with AAD')
        if (textLength > this.#textLimit)
          throw codedError(RangeError, 'ERR_CRYPTO_INVALID_MESSAGELEN', 'Invalid message length')
      }
      ;(this.#cipher as Authenticated).addData(copyOfBytes(data), textLength)
      return true
    }
  }
}

function checkVector(kind: CipherKind, iv: Uint8Array | null): void {
  const invalid = () => codedError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector')
  if (iv === null) {
    if (kind.ivLength > 0) throw invalid()
    return
  }
  if (!isAuthenticated(kind)) {
    if (iv.length !== kind.ivLength) throw invalid()
    return
  }
  if (iv.length === 0) throw invalid()
  if (kind.mode === 'poly1305' && iv.length > MAX_CHACHA_NONCE) throw invalid()
  if (kind.mode === 'ccm' && (iv.length < 7 || iv.length > 13)) throw invalid()
}

/** NIST SP 800-38D §5.2.1.2. */
const isGcmTagLength = (length: number) => length === 4 || length === 8 || (length >= 12 && length <= 16)

/** Returns the length, or -1 where GCM accepts any. */
function checkTagLength({ mode, name }: CipherKind, encrypts: boolean, length: number): number {
  if (mode === 'gcm') {
    if (length !== NO_TAG_LENGTH && !isGcmTagLength(length)) throw invalidTag(length)
    return length === NO_TAG_LENGTH && encrypts ? DEFAULT_TAG_LENGTH : length
  }
  if (length === NO_TAG_LENGTH) {
    if (mode === 'poly1305') return DEFAULT_TAG_LENGTH
    const message = `authTagLength required for ${name.replace(/^id-aes(\d+)/, 'aes-$1')}`
    throw codedError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', message)
  }
  const isValid = mode === 'ccm' ? length >= 4 && length <= 16 && length % 2 === 0 : length >= 1 && length <= 16
  if (!isValid) throw invalidTag(length)
  return length
}

function warnOfShortTag(realm: RealmContext): void {
  realm.process.emitWarning(
    'Using AES-GCM authentication tags of less than 128 bits without specifying the authTagLength option when initializing decryption is deprecated.',
    'DeprecationWarning',
    'DEP0182',
  )
}
