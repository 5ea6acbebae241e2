/**
 * `internalBinding('zlib')`, below Node's own lib/zlib.js: Deflate, Inflate and related formats by a port of zlib, CRC-32, and the handles of Brotli.
 * An add-on: evaluated in a process that asks for `node:zlib`, and in no other.
 */
import { bytesOf } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { nativeError } from '../../native-error.ts'
import type { Any, Binding } from '../../types.ts'
import type { Codec } from './codec.ts'
import { CompressionStream, dictionaryOf } from './compression-stream.ts'
import { crc32 } from './crc32.ts'
import { ZlibCodec } from './zlib-codec.ts'

export type { Codec, CodecError, Span } from './codec.ts'

export function zlibBinding(realm: RealmContext): Binding {
  // The constants come as JSON, which has no Infinity.
  realm.constants.constants.zlib.Z_MAX_CHUNK = Number.POSITIVE_INFINITY
  // C++ makes them read-only, and programs get this very object.
  Object.freeze(realm.constants.constants.zlib)
  return {
    ...realm.constants.zlib,
    Zlib: zlibClass(realm),
    ...brotliClasses(realm),
    ...zstdClasses(realm),
    crc32: (data: string | ArrayBufferView, value: number) =>
      crc32(typeof data === 'string' ? realm.platform.encodeUtf8(data) : bytesOf(data), value),
  }
}

function zlibClass(realm: RealmContext): unknown {
  return class Zlib extends CompressionStream {
    readonly #mode: number
    #codec: ZlibCodec | null = null
    constructor(mode: number) {
      super(realm)
      this.#mode = mode
    }
    init(
      windowBits: number,
      level: number,
      memLevel: number,
      strategy: number,
      state: Uint32Array,
      callback: unknown,
      dictionary: Any,
      rejectGarbageAfterEnd: boolean,
    ): void {
      const mode = this.#mode
      const settings = { mode, windowBits, level, memLevel, strategy, rejectGarbageAfterEnd }
      this.#codec = new ZlibCodec({ ...settings, dictionary: dictionaryOf(dictionary) })
      this.begin(this.#codec, state, callback)
    }
    params(level: number, strategy: number): void {
      this.fail(this.#codec!.params(level, strategy))
    }
  }
}

const DEFAULT_BROTLI_QUALITY = 11
/** The library's value for parameters that a program has not set. */
const NOT_SET = 2 ** 32 - 1

function brotliClasses(realm: RealmContext): Binding {
  const brotli = () => realm.addOn('brotli').runtime
  const { zlib } = realm.constants.constants
  const streamClass = (name: string, makeCodec: (params: Uint32Array) => Codec) =>
    ({
      [name]: class extends CompressionStream {
        constructor() {
          super(realm)
        }
        init(params: Uint32Array, state: Uint32Array, callback: unknown, dictionary: unknown): void {
          if (dictionary !== undefined) throw notSupported('A dictionary of Brotli')
          const isModeled = params[zlib.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]!
          if (name === 'BrotliEncoder' && isModeled > 1 && isModeled !== NOT_SET)
            throw cannotBegin('Initialization failed')
          this.begin(makeCodec(params), state, callback)
        }
        params(): void {}
      },
    })[name]
  return {
    BrotliDecoder: streamClass('BrotliDecoder', () => new (brotli().BrotliDecoder)(decoderErrors(zlib))),
    BrotliEncoder: streamClass('BrotliEncoder', (params) => {
      const wanted = params[zlib.BROTLI_PARAM_QUALITY]!
      return new (brotli().BrotliEncoder)(wanted === NOT_SET ? DEFAULT_BROTLI_QUALITY : wanted)
    }),
  }
}

/** `BROTLI_DECODER_ERROR_FORMAT_PADDING_1` is `ERR__ERROR_FORMAT_PADDING_1` in an error's code. */
function decoderErrors(constants: Record<string, number>): Map<number, string> {
  return new Map(
    Object.entries(constants)
      .filter(([name]) => name.startsWith('BROTLI_DECODER_ERROR_'))
      .map(([name, number]) => [number, name.replace('BROTLI_DECODER', 'ERR_')]),
  )
}

const notSupported = (what: string): Error =>
  Object.assign(new Error(`${what} is not supported in the simulated runtime`), {
    code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  })

const DEFAULT_ZSTD_LEVEL = 3

/** `pledgedSrcSize`: number of bytes that a program promises to compress. */
function promisedSize(size: unknown): number | undefined {
  if (size === undefined) return undefined
  if (typeof size !== 'number') throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'pledgedSrcSize must be a number')
  const problem = !Number.isSafeInteger(size) ? 'a safe integer' : size < 0 ? 'non-negative' : null
  if (problem !== null) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', `pledgedSrcSize must be ${problem}`)
  return size
}

const cannotBegin = (message: string) => nativeError(Error, 'ERR_ZLIB_INITIALIZATION_FAILED', message)

/** Smallest and largest value of Zstandard's parameters, by the names of its constants (ZSTD_cParam_getBounds, ZSTD_dParam_getBounds). */
const ZSTD_BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  c_windowLog: [10, 31],
  c_hashLog: [6, 30],
  c_chainLog: [6, 30],
  c_searchLog: [1, 30],
  c_minMatch: [3, 7],
  c_targetLength: [0, 131_072],
  c_strategy: [1, 9],
  c_ldmHashLog: [6, 30],
  d_windowLogMax: [10, 31],
}

/** 0 stands for the parameter's default. */
function checkZstdParameters(kind: 'c' | 'd', params: Uint32Array, constants: Record<string, number>): void {
  for (const [name, [least, greatest]] of Object.entries(ZSTD_BOUNDS)) {
    const value = params[constants[`ZSTD_${name}`]!]
    if (!name.startsWith(kind) || value === undefined || value === NOT_SET || value === 0) continue
    if (value < least || value > greatest) throw cannotBegin('Setting parameter failed')
  }
}

function zstdClasses(realm: RealmContext): Binding {
  const zstd = () => realm.addOn('zstd').runtime
  const { zlib } = realm.constants.constants
  const streamClass = (
    name: string,
    makeCodec: (params: Uint32Array, dictionary: Uint8Array | null, promised?: number) => Codec,
  ) =>
    ({
      [name]: class extends CompressionStream {
        constructor() {
          super(realm)
        }
        init(params: Uint32Array, promised: unknown, state: Uint32Array, callback: unknown, dictionary: Any) {
          checkZstdParameters(name === 'ZstdCompress' ? 'c' : 'd', params, zlib)
          this.begin(makeCodec(params, dictionaryOf(dictionary), promisedSize(promised)), state, callback)
        }
      },
    })[name]
  return {
    ZstdDecompress: streamClass('ZstdDecompress', (_, dictionary) => new (zstd().ZstdDecompressor)(dictionary)),
    ZstdCompress: streamClass('ZstdCompress', (params, dictionary, promised) => {
      const wanted = params[zlib.ZSTD_c_compressionLevel]!
      // Levels may be negative; the library passes them as 32 bits.
      const level = wanted === NOT_SET ? DEFAULT_ZSTD_LEVEL : wanted | 0
      return new (zstd().ZstdCompressor)(level, dictionary, promised)
    }),
  }
}
