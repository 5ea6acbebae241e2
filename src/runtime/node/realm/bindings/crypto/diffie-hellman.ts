import { x448 } from '@noble/curves/ed448.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { DHGroups } from 'micro-rsa-dsa-dh/dh.js'
import { pow } from 'micro-rsa-dsa-dh/utils.js'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { arrayBufferOf, buffer, copyOfBytes, plainBytes } from './bytes.ts'
import { codedError, opensslError, unsupportedOperation } from './errors.ts'
import { jobClass } from './jobs.ts'
import {
  type AsymmetricKey,
  bytesInteger,
  type Curve,
  curveOf,
  importPrivate,
  importPublic,
  integerBytes,
  keyInput,
  POINT_FORMS,
  pointBytes,
  requireCurve,
} from './keys/index.ts'
import { generatePrime, isPrime } from './primes.ts'
import { randomBytes } from './random.ts'

const AGREEMENT_COST = 200_000
const SMALLEST_PRIME = 512
const CHECKS = 10
/** BN_check of OpenSSL's DH: 1: not a prime; 2: not a safe prime; 8: unsuitable generator. */
const CHECK = { notPrime: 1, notSafePrime: 2, generator: 8 } as const

export function diffieHellmanBinding(realm: RealmContext): Binding {
  return {
    DiffieHellman: diffieHellmanClass(realm),
    DiffieHellmanGroup: groupClass(realm),
    ECDH: ecdhClass(realm),
    ECDHConvertKey: (key: Any, name: string, form: number) =>
      buffer(realm, convertPoint(requireCurve(name), key, form)),
    DHBitsJob: agreementJob(realm),
  }
}

// --- over integers

interface Parameters {
  readonly prime: bigint
  readonly generator: bigint
}

function agreementClass(realm: RealmContext) {
  return class Agreement {
    readonly #parameters: Parameters
    #private: bigint | null = null
    #public: bigint | null = null
    readonly verifyError: number
    constructor(parameters: Parameters, verifyError: number) {
      this.#parameters = parameters
      this.verifyError = verifyError
    }
    generateKeys(): unknown {
      const { prime, generator } = this.#parameters
      this.#private ??= 1n + (bytesInteger(randomBytes(realm, integerBytes(prime).length)) % (prime - 2n))
      this.#public = pow(generator, this.#private, prime)
      realm.kernel.spend(AGREEMENT_COST)
      return this.getPublicKey()
    }
    computeSecret(other: Any): unknown {
      const { prime } = this.#parameters
      const key = bytesInteger(plainBytes(other))
      if (key <= 1n) throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Supplied key is too small')
      if (key >= prime - 1n) throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Supplied key is too large')
      if (this.#private === null) throw opensslError('EVP', 'no private key', 100)
      realm.kernel.spend(AGREEMENT_COST)
      return buffer(realm, integerBytes(pow(key, this.#private, prime), integerBytes(prime).length))
    }
    getPrime(): unknown {
      return buffer(realm, integerBytes(this.#parameters.prime))
    }
    getGenerator(): unknown {
      return buffer(realm, integerBytes(this.#parameters.generator))
    }
    getPublicKey(): unknown {
      if (this.#public === null)
        throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'No public key - did you forget to generate one?')
      return buffer(realm, integerBytes(this.#public))
    }
    getPrivateKey(): unknown {
      if (this.#private === null)
        throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'No private key - did you forget to generate one?')
      return buffer(realm, integerBytes(this.#private))
    }
    setPublicKey(key: Any): void {
      this.#public = bytesInteger(plainBytes(key))
    }
    setPrivateKey(key: Any): void {
      this.#private = bytesInteger(plainBytes(key))
    }
  }
}

function diffieHellmanClass(realm: RealmContext): unknown {
  return class DiffieHellman extends agreementClass(realm) {
    constructor(sizeOrPrime: Any, generator: Any) {
      const base = typeof generator === 'number' ? BigInt(generator) : bytesInteger(plainBytes(generator))
      if (base < 2n) throw opensslError('EVP', 'bad generator', 101)
      const prime =
        typeof sizeOrPrime === 'number' ? primeOf(realm, sizeOrPrime) : bytesInteger(plainBytes(sizeOrPrime))
      super({ prime, generator: base }, checkParameters(realm, prime, base))
    }
  }
}

function primeOf(realm: RealmContext, bits: number): bigint {
  if (bits < 2) throw Object.assign(opensslError('EVP', 'bits too small', 118), { code: 'ERR_OSSL_BN_BITS_TOO_SMALL' })
  if (bits < SMALLEST_PRIME)
    throw Object.assign(opensslError('EVP', 'modulus too small', 126), { code: 'ERR_OSSL_DH_MODULUS_TOO_SMALL' })
  return generatePrime(realm, bits, { safe: true, add: null, rem: null })
}

function checkParameters(realm: RealmContext, prime: bigint, generator: bigint): number {
  if (Object.values(DHGroups).some(({ p }) => p === prime)) return 0
  let found = generator >= prime - 1n ? CHECK.generator : 0
  if (!isPrime(realm, prime, CHECKS)) found |= CHECK.notPrime
  else if (!isPrime(realm, (prime - 1n) / 2n, CHECKS)) found |= CHECK.notSafePrime
  return found
}

function groupClass(realm: RealmContext): unknown {
  return class DiffieHellmanGroup extends agreementClass(realm) {
    constructor(name: string) {
      const group = Object.hasOwn(DHGroups, name) ? DHGroups[name] : undefined
      if (!group) throw codedError(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group')
      super({ prime: group.p, generator: group.g }, 0)
    }
  }
}

// --- over elliptic curves

function convertPoint(curve: Curve, point: Any, form: number): Uint8Array {
  try {
    return pointBytes(curve, copyOfBytes(point), POINT_FORMS[form])
  } catch {
    throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT')
  }
}

function ecdhClass(realm: RealmContext): unknown {
  return class ECDH {
    readonly #curve: Curve
    #private: Uint8Array | null = null
    #public: Uint8Array | null = null
    constructor(name: string) {
      this.#curve = requireCurve(name)
    }
    generateKeys(): void {
      const { algorithm } = this.#curve
      realm.kernel.spend(AGREEMENT_COST)
      this.#private = algorithm.utils.randomSecretKey(randomBytes(realm, algorithm.lengths.seed ?? 64))
      this.#public = algorithm.getPublicKey(this.#private, false)
    }
    computeSecret(other: Any): unknown {
      let point: Uint8Array
      try {
        point = pointBytes(this.#curve, copyOfBytes(other))
      } catch {
        return 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY'
      }
      if (!this.#private) throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Private key is not valid')
      realm.kernel.spend(AGREEMENT_COST)
      return buffer(realm, sharedPoint(this.#curve, this.#private, point))
    }
    getPublicKey(form: number): unknown {
      if (!this.#public) throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH public key')
      return buffer(realm, pointBytes(this.#curve, this.#public, POINT_FORMS[form]))
    }
    getPrivateKey(): unknown {
      if (!this.#private) throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH private key')
      // As a number: without leading zeros.
      return buffer(realm, integerBytes(bytesInteger(this.#private)))
    }
    setPrivateKey(key: Any): void {
      const { algorithm, size } = this.#curve
      const bytes = copyOfBytes(key)
      const padded = integerBytes(bytesInteger(bytes), size)
      if (padded.length !== size || !algorithm.utils.isValidSecretKey(padded))
        throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.')
      this.#private = padded
      this.#public = algorithm.getPublicKey(padded, false)
    }
    setPublicKey(key: Any): void {
      this.#public = convertPoint(this.#curve, key, 4)
    }
  }
}

/** Returns the shared point's x (SEC 1 §3.3.1). */
function sharedPoint({ algorithm, size }: Curve, privateKey: Uint8Array, point: Uint8Array): Uint8Array {
  return algorithm.getSharedSecret(privateKey, point, false).slice(1, 1 + size)
}

// --- with key objects

function agreementJob(realm: RealmContext): unknown {
  return jobClass(realm, 'DERIVEBITSREQUEST', (_mode, ...parameters: Any[]) => {
    const publicKey = importPublic(keyInput(parameters))
    const privateKey = importPrivate(keyInput(parameters.slice(5)))
    return { cost: AGREEMENT_COST, perform: () => arrayBufferOf(agree(privateKey, publicKey)) }
  })
}

function agree(own: AsymmetricKey, other: AsymmetricKey): Uint8Array {
  if (own.type === 'ec' && other.type === 'ec' && own.curve === other.curve)
    return sharedPoint(curveOf(own), own.privateKey!, other.publicKey)
  try {
    if (own.type === 'x25519' && other.type === 'x25519')
      return x25519.getSharedSecret(own.privateKey!, other.publicKey)
    if (own.type === 'x448' && other.type === 'x448') return x448.getSharedSecret(own.privateKey!, other.publicKey)
  } catch {
    throw opensslError('Provider', 'failed during derivation', 0x8d)
  }
  if (own.type === 'ec' && other.type === 'ec') throw opensslError('EVP', 'different parameters', 0x99)
  throw unsupportedOperation()
}
