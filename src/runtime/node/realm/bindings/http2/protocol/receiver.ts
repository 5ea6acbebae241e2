import { Http2Error, Http2ErrorCode, type Http2FrameHeader, Http2FrameReader, type Http2ReadFrame } from '#network'
import type { Connection } from './connection.ts'
import { HeaderReceiver } from './header-receiver.ts'
import { isFatal, LibraryError } from './library-errors.ts'
import { acceptsData, mayEnd } from './message-rules.ts'
import { RateLimit } from './rate-limit.ts'
import { type Answer, receiveControl } from './receive-control.ts'
import type { ProtocolStream } from './stream.ts'

/** nghttp2's words in GOAWAY for what the frame codec finds, by the codec's. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(\w+) frame on stream 0$/, '$1: stream_id == 0'],
  [/^(\w+) frame on stream \d+, not on stream 0$/, '$1: stream_id != 0'],
  [/^setting 2 is .*$/, 'SETTINGS: invalid SETTINGS_ENBLE_PUSH'],
  [/^INITIAL_WINDOW_SIZE .*$/, 'SETTINGS: too large SETTINGS_INITIAL_WINDOW_SIZE'],
  [/^MAX_FRAME_SIZE .*$/, 'SETTINGS: invalid SETTINGS_MAX_FRAME_SIZE'],
  [/^WINDOW_UPDATE by 0$/, 'WINDOW_UPDATE: window_size_increment == 0'],
  [/^CONTINUATION without .*$/, 'CONTINUATION: unexpected'],
  [/^.* inside the header block of stream \d+$/, 'unexpected non-CONTINUATION frame or stream_id is invalid'],
]

/** Returns nothing where nghttp2 has no words or ours are not known. */
function reasonOf(text: string): string {
  const reason = text.replace(/ \(\w+\)$/, '')
  const [pattern, words] = REASONS.find(([known]) => known.test(reason)) ?? []
  return pattern === undefined ? '' : reason.replace(pattern, words!)
}

/** `idle`: more bytes are needed; `paused`: the next frame is DATA, which must wait; a number: the connection failed with this error. */
export type Step = 'done' | 'idle' | 'paused' | number

/** Takes what the other side sends, frame by frame: each step calls the program at most once or twice. */
export class Receiver {
  readonly #connection: Connection
  readonly #reader: Http2FrameReader
  readonly #headers: HeaderReceiver
  readonly #resets: RateLimit
  #held: Http2ReadFrame | null = null
  /** A stream whose last DATA was passed on and whose end wasn't. */
  #ending: ProtocolStream | null = null
  #settingsReceived = false
  #failure = 0

  constructor(connection: Connection) {
    this.#connection = connection
    const { resetBurst, resetRate, now } = connection.options
    this.#reader = new Http2FrameReader({ preface: connection.isServer })
    this.#headers = new HeaderReceiver(connection)
    this.#resets = new RateLimit(resetBurst, resetRate, now())
  }

  get tableSize(): number {
    return this.#headers.tableSize
  }

  /** Copies the bytes: frames are views of them until the program has taken them. */
  add(bytes: Uint8Array): void {
    if (!this.#connection.terminating) this.#reader.add(new Uint8Array(bytes))
  }

  /** Applies this side's settings once they are acknowledged. */
  applyLocal(maxFrameSize: number | undefined, tableSize: number | undefined): void {
    if (maxFrameSize !== undefined) this.#reader.maxFrameSize = maxFrameSize
    if (tableSize !== undefined) this.#headers.setTableSize(tableSize)
  }

  step(mayTakeData: boolean): Step {
    if (this.#failure !== 0) return this.#failure
    if (this.#ending !== null) return this.#endOf(this.#ending)
    const read = this.#held ?? this.#reader.next()
    this.#held = null
    if (read === null || this.#connection.terminating) return 'idle'
    if (read instanceof Http2Error) return this.#refuse(read)
    if (read.frame.type === 'DATA' && !mayTakeData) {
      this.#held = read
      return 'paused'
    }
    const step = this.#outcome(this.#take(read))
    if (this.#connection.failed !== 0) this.#failure = this.#connection.failed
    return this.#failure === 0 ? step : this.#failure
  }

  #outcome(answer: Answer): Step {
    if (answer === null) return 'done'
    const { error, reason } = answer
    if (isFatal(error)) {
      this.#failure = error
      return error
    }
    return this.#end(answer.code, reason)
  }

  /** Ends the connection with a GOAWAY, then reports why: the program's own GOAWAY must not come before it. */
  #end(code: number, reason: string): Step {
    this.#connection.terminate(code, reason)
    const isFlow = code === Http2ErrorCode.FLOW_CONTROL_ERROR
    if (this.#connection.events.invalidFrame(isFlow ? LibraryError.FLOW_CONTROL : LibraryError.PROTO)) return 'done'
    this.#failure = LibraryError.CALLBACK_FAILURE
    return this.#failure
  }

  #refuse({ code, reason, streamId }: Http2Error): Step {
    const connection = this.#connection
    if (reason.includes('preface')) {
      this.#failure = LibraryError.BAD_CLIENT_MAGIC
      return this.#failure
    }
    if (!this.#settingsReceived) return this.#notHttp2()
    if (code === Http2ErrorCode.FRAME_SIZE_ERROR || code === Http2ErrorCode.COMPRESSION_ERROR) {
      if (streamId === 0) return this.#end(code, reason.includes('at most') ? 'too large frame size' : '')
      connection.outbound.resetStream(streamId, code)
      return 'done'
    }
    return this.#end(code, reasonOf(reason))
  }

  #notHttp2(): Step {
    this.#connection.terminate(Http2ErrorCode.PROTOCOL_ERROR, 'SETTINGS expected')
    this.#connection.events.notHttp2()
    return 'done'
  }

  #take({ header, frame }: Http2ReadFrame): Answer {
    if (!this.#settingsReceived) {
      if (frame.type !== 'SETTINGS' || frame.ack) {
        this.#notHttp2()
        return null
      }
      this.#settingsReceived = true
    }
    switch (frame.type) {
      case 'DATA':
        return this.#takeData(header, frame.data, frame.endStream)
      case 'HEADERS':
      case 'PUSH_PROMISE':
      case 'CONTINUATION':
        return this.#headers.take(header, frame)
      default:
        return receiveControl(this.#connection, this, frame, this.#resets)
    }
  }

  // --- DATA

  #takeData({ streamId, length }: Http2FrameHeader, data: Uint8Array, endStream: boolean): Answer {
    const connection = this.#connection
    if (connection.isIdle(streamId))
      return { error: LibraryError.PROTO, code: Http2ErrorCode.PROTOCOL_ERROR, reason: 'DATA: stream in idle' }
    const stream = connection.streams.get(streamId)
    if (stream?.readEnded)
      return {
        error: LibraryError.STREAM_CLOSED,
        code: Http2ErrorCode.STREAM_CLOSED,
        reason: 'DATA: stream in half-closed(remote)',
      }
    if (!connection.window.receive(length)) {
      connection.terminate(Http2ErrorCode.FLOW_CONTROL_ERROR)
      return null
    }
    if (stream === undefined || stream.phase === 'closing') {
      connection.consumeConnection(length)
      return null
    }
    if (connection.isMine(streamId) && stream.phase !== 'opened')
      return { error: LibraryError.PROTO, code: Http2ErrorCode.PROTOCOL_ERROR, reason: 'DATA: stream not opened' }
    if (!stream.window.receive(length)) {
      connection.consumeConnection(length)
      connection.outbound.resetStream(streamId, Http2ErrorCode.FLOW_CONTROL_ERROR)
      return null
    }
    return this.#passData(stream, length, data, endStream)
  }

  #passData(stream: ProtocolStream, length: number, data: Uint8Array, endStream: boolean): Answer {
    const connection = this.#connection
    // Padding is taken at once; the program takes the data.
    connection.consumeConnection(length - data.length)
    connection.consumeStream(stream.id, length - data.length)
    if (!acceptsData(stream.message, data.length)) {
      connection.consumeConnection(data.length)
      return { error: LibraryError.PROTO, code: Http2ErrorCode.INTERNAL_ERROR, reason: '' }
    }
    if (endStream) this.#ending = stream
    if (data.length > 0) connection.events.data(stream.id, data)
    else connection.events.received()
    return null
  }

  #endOf(stream: ProtocolStream): Step {
    const connection = this.#connection
    this.#ending = null
    if (!connection.streams.has(stream.id)) return 'done'
    if (!mayEnd(stream.message)) {
      connection.outbound.resetStream(stream.id, Http2ErrorCode.PROTOCOL_ERROR)
      return 'done'
    }
    stream.readEnded = true
    connection.events.dataEnd(stream.id)
    connection.closeIfEnded(stream)
    return 'done'
  }
}
