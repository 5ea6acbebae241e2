import {
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateSetDictionary,
} from 'pako'
import type { Codec, CodecError, Span } from './codec.ts'
import { deflateParams } from './deflate-params.ts'

/** node_zlib_mode of node_zlib.cc. */
const Mode = {
  none: 0,
  deflate: 1,
  inflate: 2,
  gzip: 3,
  gunzip: 4,
  deflateRaw: 5,
  inflateRaw: 6,
  unzip: 7,
} as const

/** Return values of zlib (zlib.h). */
const Z = { OK: 0, STREAM_END: 1, NEED_DICT: 2, DATA_ERROR: -3, BUF_ERROR: -5 } as const
const NAMES: Record<number, string> = {
  0: 'Z_OK',
  1: 'Z_STREAM_END',
  2: 'Z_NEED_DICT',
  [-1]: 'Z_ERRNO',
  [-2]: 'Z_STREAM_ERROR',
  [-3]: 'Z_DATA_ERROR',
  [-4]: 'Z_MEM_ERROR',
  [-5]: 'Z_BUF_ERROR',
  [-6]: 'Z_VERSION_ERROR',
}
const Z_FINISH = 4
const Z_DEFLATED = 8
/** Added to the window's bits: the format is gzip, or is detected (zlib.h). */
const [GZIP_FORMAT, ANY_FORMAT] = [16, 32] as const
/** First bytes of a gzip member (RFC 1952 §2.3.1). */
const GZIP_ID = [0x1f, 0x8b] as const
const NOTHING = new Uint8Array(0)

export interface ZlibSettings {
  mode: number
  windowBits: number
  level: number
  memLevel: number
  strategy: number
  dictionary: Uint8Array | null
  /** Data after the end is refused, so it isn't read as another member. */
  rejectGarbageAfterEnd: boolean
}

type Status = Parameters<typeof zlibDeflate>[1]

/** node::ZlibContext: a `z_stream` in one of Node's seven modes. */
export class ZlibCodec implements Codec {
  readonly #settings: ZlibSettings
  readonly #stream = new ZStream()
  #mode: number
  #status: number = Z.OK
  #ready = false
  /** Bytes of `GZIP_ID` seen so far, while the format isn't known yet. */
  #idBytesSeen = 0

  constructor(settings: ZlibSettings) {
    this.#settings = settings
    this.#mode = settings.mode
  }

  get cost(): number {
    return this.#compresses ? 20 : 5
  }

  get #compresses(): boolean {
    const { mode } = this.#settings
    return mode === Mode.deflate || mode === Mode.gzip || mode === Mode.deflateRaw
  }

  run(flush: number, span: Span): CodecError | null {
    const failed = this.#begin()
    if (failed) return failed
    const stream = this.#stream
    stream.input = span.input
    stream.next_in = span.inputOffset
    stream.avail_in = span.inputLeft
    stream.output = span.output as Uint8Array<ArrayBuffer>
    stream.next_out = span.outputOffset
    stream.avail_out = span.outputLeft
    if (this.#compresses) this.#status = zlibDeflate(stream, flush as Status)
    else this.#inflate(flush)
    span.inputOffset = stream.next_in
    span.inputLeft = stream.avail_in
    span.outputOffset = stream.next_out
    span.outputLeft = stream.avail_out
    return this.#outcome(flush)
  }

  reset(): CodecError | null {
    const failed = this.#begin()
    if (failed) return failed
    this.#status = this.#compresses ? zlibDeflateReset(this.#stream) : zlibInflateReset(this.#stream)
    return this.#status === Z.OK ? this.#setDictionary() : this.#error('Failed to reset stream')
  }

  params(level: number, strategy: number): CodecError | null {
    const failed = this.#begin()
    if (failed) return failed
    const { mode } = this.#settings
    if (mode !== Mode.deflate && mode !== Mode.deflateRaw) return null
    this.#status = deflateParams(this.#stream, level, strategy)
    return this.#status === Z.OK || this.#status === Z.BUF_ERROR ? null : this.#error('Failed to set parameters')
  }

  /** Sets zlib up when it is first needed. */
  #begin(): CodecError | null {
    if (this.#ready) return null
    this.#ready = true
    const { mode, level, windowBits, memLevel, strategy } = this.#settings
    const format = mode === Mode.gzip || mode === Mode.gunzip ? GZIP_FORMAT : mode === Mode.unzip ? ANY_FORMAT : 0
    const bits = mode === Mode.deflateRaw || mode === Mode.inflateRaw ? -windowBits : windowBits + format
    this.#stream.input = NOTHING
    this.#status = this.#compresses
      ? zlibDeflateInit2(this.#stream, level, Z_DEFLATED, bits, memLevel, strategy as 0)
      : zlibInflateInit2(this.#stream, bits)
    return this.#status === Z.OK ? this.#setDictionary() : this.#error('Failed to initialize stream')
  }

  /** Inflating with a header asks for the dictionary when it comes to it. */
  #setDictionary(): CodecError | null {
    const { dictionary, mode } = this.#settings
    this.#status = Z.OK
    if (dictionary === null) return null
    if (mode === Mode.deflate || mode === Mode.deflateRaw)
      this.#status = zlibDeflateSetDictionary(this.#stream, dictionary)
    else if (mode === Mode.inflateRaw) this.#status = zlibInflateSetDictionary(this.#stream, dictionary)
    return this.#status === Z.OK ? null : this.#error('Failed to set dictionary')
  }

  #inflate(flush: number): void {
    const stream = this.#stream
    if (this.#mode === Mode.unzip) this.#findFormat()
    this.#status = zlibInflate(stream, flush as Status)
    if (this.#mode !== Mode.inflateRaw && this.#status === Z.NEED_DICT) this.#useDictionary(flush)
    if (this.#settings.rejectGarbageAfterEnd) return
    // Another member of a gzip file; zeros are padding.
    while (
      this.#mode === Mode.gunzip &&
      this.#status === Z.STREAM_END &&
      stream.avail_in > 0 &&
      stream.input[stream.next_in] !== 0
    ) {
      this.#status = zlibInflateReset(stream)
      this.#status = zlibInflate(stream, flush as Status)
    }
  }

  #findFormat(): void {
    const { input, next_in, avail_in } = this.#stream
    for (let at = next_in; at < next_in + avail_in && this.#mode === Mode.unzip; at++) {
      if (input[at] !== GZIP_ID[this.#idBytesSeen]) this.#mode = Mode.inflate
      else if (++this.#idBytesSeen === GZIP_ID.length) this.#mode = Mode.gunzip
    }
  }

  #useDictionary(flush: number): void {
    const { dictionary } = this.#settings
    if (dictionary === null) return
    this.#status = zlibInflateSetDictionary(this.#stream, dictionary)
    if (this.#status === Z.OK) this.#status = zlibInflate(this.#stream, flush as Status)
    // This distinguishes a bad dictionary from bad input.
    else if (this.#status === Z.DATA_ERROR) this.#status = Z.NEED_DICT
  }

  #outcome(flush: number): CodecError | null {
    switch (this.#status) {
      case Z.OK:
      case Z.BUF_ERROR:
        return this.#stream.avail_out !== 0 && flush === Z_FINISH ? this.#error('unexpected end of file') : null
      case Z.STREAM_END:
        return null
      case Z.NEED_DICT:
        return this.#error(this.#settings.dictionary === null ? 'Missing dictionary' : 'Bad dictionary')
      default:
        return this.#error('Zlib error')
    }
  }

  #error(message: string): CodecError {
    const errno = this.#status
    return { message: this.#stream.msg || message, errno, code: NAMES[errno] ?? 'Z_ERRNO' }
  }
}
