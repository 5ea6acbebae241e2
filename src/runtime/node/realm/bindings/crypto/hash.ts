import { hmac as nobleHmac } from '@noble/hashes/hmac.js'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding, HashState } from '../../types.ts'
import { arrayBufferOf, copyOfBytes, equalBytes, inputBytes, outputBytes, plainBytes } from './bytes.ts'
import { codedError, opensslError } from './errors.ts'
import { HASH_NAMES, type HashFunction, hashFunction } from './hash-functions.ts'
import { jobClass } from './jobs.ts'
import { secretBytes } from './keys/index.ts'

/** Nanoseconds per byte. */
const HASH_COST = 2
const SIGN_MODE = 0

/** Starts a digest, with the environment's own code if there is any. `length`: output bytes of an extendable one. */
export function startHash(realm: RealmContext, { name, algorithm, extendableLength }: HashFunction): HashState {
  const fast = extendableLength === undefined ? realm.platform.createHash?.(name, null) : null
  return fast ? guarded(fast) : wrap(algorithm.create())
}

/** Wraps a state of the environment, whose results are its own objects: returns copies of the bytes. */
function guarded(state: HashState): HashState {
  return {
    update: (bytes) => state.update(bytes),
    digest: () => new Uint8Array(state.digest()),
    copy: () => guarded(state.copy()),
  }
}

function hmacState(realm: RealmContext, { name, algorithm }: HashFunction, key: Uint8Array): HashState {
  const fast = realm.platform.createHash?.(name, key)
  return fast ? guarded(fast) : wrap(nobleHmac.create(algorithm, key))
}

function wrap(state: Any): HashState {
  return {
    update: (bytes) => void state.update(bytes),
    digest: (length) => (length === undefined ? state.digest() : state.xof(length)),
    copy: () => wrap(state.clone()),
  }
}

/** Digests all bytes at once. */
export function digestOf(realm: RealmContext, hash: HashFunction, bytes: Uint8Array, length?: number): Uint8Array {
  const state = startHash(realm, hash)
  state.update(bytes)
  return finish(state, hash, length)
}

function hmacOf(realm: RealmContext, hash: HashFunction, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const state = hmacState(realm, hash, key)
  state.update(bytes)
  return state.digest()
}

function finish(state: HashState, { extendableLength }: HashFunction, length: number | undefined): Uint8Array {
  if (length === 0) return new Uint8Array(0)
  return extendableLength === undefined ? state.digest() : state.digest(length ?? extendableLength)
}

/** Returns a hash function by the name that a program gave; throws if there is none. */
export function requireHash(name: string): HashFunction {
  const hash = hashFunction(name)
  if (!hash) throw codedError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`)
  return hash
}

/** `Hash`, `Hmac` and one-shot digests of `internalBinding('crypto')`. */
export function hashBinding(realm: RealmContext): Binding {
  return {
    Hash: hashClass(realm),
    Hmac: hmacClass(realm),
    HashJob: hashJob(realm),
    HmacJob: hmacJob(realm),
    getHashes: () => [...HASH_NAMES],
    getCachedAliases: () => ({}),
    oneShotDigest: oneShotDigest(realm),
  }
}

function hashClass(realm: RealmContext): unknown {
  return class Hash {
    readonly #hash: HashFunction
    readonly #state: HashState
    readonly #length: number | undefined
    #digest: Uint8Array | null = null
    constructor(algorithm: string | Hash, length: number | undefined) {
      if (typeof algorithm === 'string') {
        const hash = hashFunction(algorithm)
        if (!hash) throw new Error('Digest method not supported')
        this.#hash = hash
        this.#state = startHash(realm, hash)
      } else {
        this.#hash = algorithm.#hash
        this.#state = algorithm.#state.copy()
      }
      const { extendableLength, algorithm: noble } = this.#hash
      if (length !== undefined && extendableLength === undefined && length !== noble.outputLen)
        throw opensslError('EVP', 'not XOF or invalid length', 0xb2)
      this.#length = length
    }
    update(data: unknown, encoding?: string): boolean {
      const bytes = inputBytes(realm, data, encoding)
      realm.kernel.spend(bytes.length * HASH_COST)
      this.#state.update(bytes)
      return true
    }
    digest(encoding?: string): unknown {
      this.#digest ??= finish(this.#state, this.#hash, this.#length)
      return outputBytes(realm, new Uint8Array(this.#digest), encoding)
    }
  }
}

function hmacClass(realm: RealmContext): unknown {
  return class Hmac {
    #state: HashState | null = null
    init(algorithm: string, key: unknown): void {
      this.#state = hmacState(realm, requireHash(algorithm), secretBytes(key))
    }
    update(data: unknown, encoding?: string): boolean {
      const bytes = inputBytes(realm, data, encoding)
      realm.kernel.spend(bytes.length * HASH_COST)
      this.#state!.update(bytes)
      return true
    }
    digest(encoding?: string): unknown {
      const state = this.#state
      this.#state = null
      return outputBytes(realm, state === null ? new Uint8Array(0) : new Uint8Array(state.digest()), encoding)
    }
  }
}

function oneShotDigest(realm: RealmContext) {
  return (
    name: string,
    _id: number,
    _cache: object,
    data: unknown,
    encoding: string,
    _encodingName: unknown,
    length: number | undefined,
  ): unknown => {
    const hash = hashFunction(name)
    if (!hash) throw new Error(`Digest method ${name} is not supported`)
    if (length !== undefined && hash.extendableLength === undefined && length !== hash.algorithm.outputLen)
      throw new Error(`Output length ${length} is invalid for ${name}, which does not support XOF`)
    const bytes = inputBytes(realm, data)
    realm.kernel.spend(bytes.length * HASH_COST)
    return outputBytes(realm, new Uint8Array(digestOf(realm, hash, bytes, length)), encoding)
  }
}

function hashJob(realm: RealmContext): unknown {
  return jobClass(realm, 'HASHREQUEST', (_mode, name: string, data: ArrayBufferView, bits?: number) => {
    const hash = requireHash(name)
    const bytes = copyOfBytes(data)
    const length = bits === undefined ? undefined : bits / 8
    return { cost: bytes.length * HASH_COST, perform: () => arrayBufferOf(digestOf(realm, hash, bytes, length)) }
  })
}

function hmacJob(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'SIGNREQUEST',
    (_mode, signs: number, name: string, key: unknown, data: ArrayBufferView, signature?: ArrayBufferView) => {
      const hash = requireHash(name)
      const bytes = copyOfBytes(data)
      const mac = () => hmacOf(realm, hash, secretBytes(key), bytes)
      const expected = signature === undefined ? null : copyOfBytes(signature)
      const perform = signs === SIGN_MODE ? () => arrayBufferOf(mac()) : () => equalBytes(mac(), expected!)
      return { cost: bytes.length * HASH_COST, perform }
    },
  )
}

/** `timingSafeEqual`: takes the same time wherever the values differ. */
export function timingSafeEqual(left: ArrayBufferView, right: ArrayBufferView): boolean {
  for (const [name, value] of [
    ['buf1', left],
    ['buf2', right],
  ] as const)
    if (!ArrayBuffer.isView(value) && !((value as Any) instanceof ArrayBuffer))
      throw codedError(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
      )
  const [a, b] = [plainBytes(left), plainBytes(right)]
  if (a.length === b.length) return equalBytes(a, b)
  const message = 'Input buffers must have the same byte length'
  throw codedError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', message)
}
