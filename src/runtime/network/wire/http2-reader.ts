import { concatenate } from '../bytes.ts'
import { frameSizeError, Http2Error, protocolError } from './http2-error.ts'
import {
  HTTP2_DEFAULT_FRAME_SIZE,
  HTTP2_HEADER_LENGTH,
  HTTP2_PREFACE,
  type Http2Frame,
  type Http2FrameHeader,
  readHttp2Header,
} from './http2-frame.ts'
import { Http2FrameType, http2FrameTypeName } from './http2-names.ts'
import { parseHttp2Frame } from './http2-parse.ts'

export interface Http2FrameReaderOptions {
  /** The stream begins with the client's preface: a server reads it first (RFC 9113 §3.4). */
  readonly preface?: boolean
  /** Longest payload that this side allows, SETTINGS_MAX_FRAME_SIZE. */
  readonly maxFrameSize?: number
}

/** A frame with its header, whose length counts for flow control (RFC 9113 §6.9.1). */
export interface Http2ReadFrame {
  readonly header: Http2FrameHeader
  readonly frame: Http2Frame
}

/**
 * Reads the frames of one direction of a connection from bytes that arrive in pieces. It keeps at most one frame. After an
 * error of the connection there are no more frames, only that error; after an error of a stream, reading continues.
 */
export class Http2FrameReader {
  /** Longest payload that this side allows; a changed setting holds from its acknowledgment on. */
  maxFrameSize: number
  /** Bytes that were not read yet, in pieces. */
  #pieces: Uint8Array[] = []
  #length = 0
  #awaitsPreface: boolean
  /** Header of the frame whose payload is awaited. */
  #header: Http2FrameHeader | null = null
  /** Stream whose header block is not complete: only its CONTINUATION may follow (RFC 9113 §6.10). */
  #continues = 0
  #broken: Http2Error | null = null

  constructor({ preface = false, maxFrameSize = HTTP2_DEFAULT_FRAME_SIZE }: Http2FrameReaderOptions = {}) {
    this.#awaitsPreface = preface
    this.maxFrameSize = maxFrameSize
  }

  /** Adds bytes of the stream. Frames are views of them, so they must not change. */
  add(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#broken !== null) return
    this.#pieces.push(bytes)
    this.#length += bytes.length
  }

  /** Returns the next frame, an error, or null if more bytes are needed. */
  next(): Http2ReadFrame | Http2Error | null {
    const read = this.#broken ?? this.#read()
    if (read instanceof Http2Error && read.streamId === 0) this.#stop(read)
    return read
  }

  #stop(error: Http2Error): void {
    this.#broken = error
    this.#pieces = []
    this.#length = 0
  }

  #read(): Http2ReadFrame | Http2Error | null {
    if (this.#awaitsPreface) {
      const error = this.#readPreface()
      if (error !== null || this.#awaitsPreface) return error
    }
    if (this.#header === null) {
      const bytes = this.#take(HTTP2_HEADER_LENGTH)
      if (bytes === null) return null
      this.#header = readHttp2Header(bytes, 0)
      const error = this.#headerError(this.#header)
      if (error !== null) return error
    }
    const header = this.#header
    const payload = this.#take(header.length)
    if (payload === null) return null
    this.#header = null
    const frame = parseHttp2Frame(header, payload)
    if (frame instanceof Http2Error) return frame
    if ('endHeaders' in frame) this.#continues = frame.endHeaders ? 0 : frame.streamId
    return { header, frame }
  }

  /** Compares what is there already, so that a client of another protocol is refused at once. */
  #readPreface(): Http2Error | null {
    const length = Math.min(this.#length, HTTP2_PREFACE.length)
    if (length === 0) return null
    const bytes = this.#whole()
    for (let at = 0; at < length; at++)
      if (bytes[at] !== HTTP2_PREFACE[at]) return protocolError("the stream doesn't begin with the client's preface")
    if (length < HTTP2_PREFACE.length) return null
    this.#take(length)
    this.#awaitsPreface = false
    return null
  }

  /** Checks what the header says before the payload arrives. */
  #headerError({ length, type, streamId }: Http2FrameHeader): Http2Error | null {
    // §4.2 permits a stream error for some types; skipping a payload of any length would only help an attacker.
    if (length > this.maxFrameSize)
      return frameSizeError(
        `${http2FrameTypeName(type)} frame of ${length} bytes, at most ${this.maxFrameSize} allowed`,
      )
    const isContinuation = type === Http2FrameType.CONTINUATION
    if (this.#continues === 0)
      return isContinuation ? protocolError('CONTINUATION without a header block before it') : null
    if (isContinuation && streamId === this.#continues) return null
    const what = `${http2FrameTypeName(type)} frame on stream ${streamId}`
    return protocolError(`${what} inside the header block of stream ${this.#continues}`)
  }

  /** Removes the first `count` bytes; null if they are not there. */
  #take(count: number): Uint8Array | null {
    if (this.#length < count) return null
    const first = this.#pieces[0]
    const whole = first !== undefined && first.length >= count ? first : this.#whole()
    const rest = whole.subarray(count)
    if (rest.length > 0) this.#pieces[0] = rest
    else this.#pieces.shift()
    this.#length -= count
    return whole.subarray(0, count)
  }

  /** Joins the pieces. It happens at most twice for a frame, so each byte is copied a bounded number of times. */
  #whole(): Uint8Array {
    if (this.#pieces.length > 1) this.#pieces = [concatenate(this.#pieces)]
    return this.#pieces[0] ?? new Uint8Array(0)
  }
}
