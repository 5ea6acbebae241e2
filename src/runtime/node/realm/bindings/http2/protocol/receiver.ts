import { Http2Error, Http2ErrorCode, type Http2FrameHeader, Http2FrameReader, type Http2ReadFrame } from '#network'
import type { Connection } from './connection.ts'
import { HeaderReceiver } from './header-receiver.ts'
import { isFatal, LibraryError, libraryErrorOf } from './library-errors.ts'
import { acceptsData, mayEnd } from './message-rules.ts'
import { RateLimit } from './rate-limit.ts'
import { type Answer, receiveControl } from './receive-control.ts'
import type { ProtocolStream } from './stream.ts'

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
    if (!this.#connection.events.invalidFrame(error)) {
      this.#failure = LibraryError.CALLBACK_FAILURE
      return this.#failure
    }
    this.#connection.terminate(answer.code, reason)
    return 'done'
  }

  #refuse({ code, reason, streamId }: Http2Error): Step {
    const connection = this.#connection
    if (reason.includes('preface')) {
      this.#failure = LibraryError.BAD_CLIENT_MAGIC
      return this.#failure
    }
    if (!this.#settingsReceived) return this.#notHttp2()
    if (code === Http2ErrorCode.FRAME_SIZE_ERROR || code === Http2ErrorCode.COMPRESSION_ERROR) {
      if (streamId !== 0) connection.outbound.resetStream(streamId, code)
      else connection.terminate(code, reason.includes('at most') ? 'too large frame size' : '')
      return 'done'
    }
    return this.#outcome({ error: libraryErrorOf(code), code, reason: '' })
  }

  #notHttp2(): Step {
    this.#connection.events.notHttp2()
    this.#connection.terminate(Http2ErrorCode.PROTOCOL_ERROR, 'SETTINGS expected')
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
      connection.outbound.resetStream(stream.id, Http2ErrorCode.PROTOCOL_ERROR)
      return null
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
