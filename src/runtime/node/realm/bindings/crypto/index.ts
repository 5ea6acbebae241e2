import { Op } from '../../../syscalls/index.ts'
import { bytesOf } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { encodeText, encodingNamed } from '../../encodings.ts'
import type { Any, Binding, HashState } from '../../types.ts'

/** How many bytes are asked of the kernel at once. */
const RANDOM_PIECE = 65_536
const JOB_ASYNC = 0
const JOB_SYNC = 1

/** The part of `internalBinding('crypto')` that needs no keys: digests, HMAC, random numbers, and comparing in constant time. */
export function cryptoBinding(realm: RealmContext): Binding {
  return {
    kCryptoJobAsync: JOB_ASYNC,
    kCryptoJobSync: JOB_SYNC,
    getCachedAliases: () => ({}),
    getCiphers: () => [],
    getCurves: () => [],
    getFipsCrypto: () => 0,
    secureBuffer: (size: number) => new Uint8Array(size),
    ...digests(realm),
    RandomBytesJob: randomBytesJob(realm),
    timingSafeEqual(a: ArrayBufferView, b: ArrayBufferView): boolean {
      for (const [name, value] of [
        ['buf1', a],
        ['buf2', b],
      ] as const)
        if (!ArrayBuffer.isView(value) && !((value as Any) instanceof ArrayBuffer))
          throw codedError(
            TypeError,
            'ERR_INVALID_ARG_TYPE',
            `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
          )
      const [left, right] = [bytesOf(a), bytesOf(b)]
      if (left.length !== right.length)
        throw codedError(
          RangeError,
          'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
          'Input buffers must have the same byte length',
        )
      return left.reduce((difference, byte, index) => difference | (byte ^ right[index]!), 0) === 0
    },
  }
}

/** An error as C++ makes it: the code is no part of the name. */
function codedError(Type: ErrorConstructor, code: string, message: string): Error {
  return Object.assign(new Type(message), { code })
}

/** OpenSSL's name of a hash function that goes by several: `RSA-SHA256`, `SHA2-256`, `sha-256`. */
function hashName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^rsa-/, '')
    .replace(/^sha2?-(?=\d{3}|1$)/, 'sha')
    .replace('/', '-')
}

function digests(realm: RealmContext): Binding {
  const input = (data: unknown, encoding?: string) =>
    typeof data === 'string'
      ? encodeText(data, encodingNamed(encoding), realm.platform.encodeUtf8)
      : bytesOf(data as ArrayBufferView)
  const output = (bytes: Uint8Array, encoding?: string) => {
    const { Buffer } = realm.require('buffer')
    const buffer = Buffer.from(bytes)
    return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding)
  }
  const start = (name: string): HashState => {
    const state = realm.platform.createHash(hashName(name), null)
    if (state === null) throw new Error('Digest method not supported')
    return state
  }
  class Digest {
    #state: HashState | null = null
    protected begin(state: HashState): void {
      this.#state = state
    }
    protected static stateOf(digest: Digest): HashState {
      return digest.#state!
    }
    update(data: unknown, encoding?: string): boolean {
      this.#state!.update(input(data, encoding))
      return true
    }
    digest(encoding?: string): unknown {
      return output(this.#state!.digest(), encoding)
    }
  }
  class Hash extends Digest {
    constructor(algorithm: string | Hash) {
      super()
      this.begin(algorithm instanceof Hash ? Digest.stateOf(algorithm).copy() : start(algorithm))
    }
  }
  class Hmac extends Digest {
    init(algorithm: string, key: ArrayBufferView): void {
      const state = realm.platform.createHash(hashName(algorithm), bytesOf(key))
      if (state === null) throw codedError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`)
      this.begin(state)
    }
  }
  return {
    Hash,
    Hmac,
    getHashes: () => [...realm.platform.hashNames],
    oneShotDigest(name: string, _id: number, _cache: object, data: unknown, encoding: string) {
      const state = start(name)
      state.update(input(data))
      return output(state.digest(), encoding)
    },
  }
}

/** Numbers of the process's own stream. */
function randomBytesJob(realm: RealmContext): unknown {
  return class RandomBytesJob {
    ondone: Any
    readonly #mode: number
    readonly #target: Uint8Array
    constructor(mode: number, buffer: ArrayBufferView, offset: number, size: number) {
      this.#mode = mode
      this.#target = Uint8Array.prototype.subarray.call(bytesOf(buffer), offset, offset + size)
    }
    run(): unknown {
      for (let at = 0; at < this.#target.length; at += RANDOM_PIECE) {
        realm.kernel.call(Op.random, Math.min(RANDOM_PIECE, this.#target.length - at))
        Uint8Array.prototype.set.call(this.#target, realm.kernel.out.bytes ?? [], at)
      }
      if (this.#mode === JOB_SYNC) return [undefined, undefined]
      realm.loop.defer(() => this.ondone(undefined))
      return undefined
    }
  }
}
