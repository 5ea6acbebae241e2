/**
 * `internalBinding('zlib')`, below Node's own lib/zlib.js: Deflate, Inflate and their kin by a port of zlib, CRC-32, and the handles of Brotli.
 * An add-on: evaluated in a process that asks for `node:zlib`, and in no other.
 */
import { bytesOf } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { CompressionStream, dictionaryOf } from './compression-stream.ts'
import { crc32 } from './crc32.ts'
import { ZlibCodec } from './zlib-codec.ts'

export function zlibBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.zlib,
    Zlib: zlibClass(realm),
    ...unsupportedFormats(),
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

function unsupportedFormats(): Binding {
  const refusing = (name: string, format: string) =>
    ({
      [name]: class {
        constructor() {
          throw new Error(`${format} is not supported in the simulated runtime`)
        }
      },
    })[name]
  return {
    BrotliEncoder: refusing('BrotliEncoder', 'Brotli'),
    BrotliDecoder: refusing('BrotliDecoder', 'Brotli'),
    ZstdCompress: refusing('ZstdCompress', 'Zstandard'),
    ZstdDecompress: refusing('ZstdDecompress', 'Zstandard'),
  }
}
