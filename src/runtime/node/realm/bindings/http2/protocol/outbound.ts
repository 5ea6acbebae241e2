import {
  emitHttp2Frame,
  type HpackEncoder,
  type HpackHeader,
  HTTP2_DEFAULT_FRAME_SIZE,
  HTTP2_HEADER_LENGTH,
  HTTP2_PREFACE,
  Http2Flag,
  type Http2Frame,
  Http2FrameType,
  Http2Setting,
  type Http2SettingEntry,
  writeHttp2Header,
} from '#network'
import type { ConnectionEvents } from './events.ts'
import { LibraryError } from './library-errors.ts'
import type { Settings } from './settings.ts'
import type { ProtocolStream } from './stream.ts'

/** What sending needs of a connection. */
export interface OutboundOwner {
  readonly isServer: boolean
  readonly events: ConnectionEvents
  readonly options: { readonly headerBlock: number }
  readonly encoder: HpackEncoder
  readonly remote: Settings
  readonly streams: ReadonlyMap<number, ProtocolStream>
  sendWindow: number
  localLastId: number
  goawaySent: boolean
  readonly terminating: boolean
  terminated: boolean
  readonly isClosing: boolean
  openStreams(mine: boolean): number
  sendError(id: number): number
  closing(id: number): void
  closeStream(id: number, code: number): void
  closeIfEnded(stream: ProtocolStream): void
  closeAbove(lastId: number, mine: boolean): void
}

/** A frame that waits to be sent. */
export interface QueuedFrame {
  readonly type: number
  readonly id: number
  /** Returns the frame's bytes, or the number of the error for which it can't be sent. */
  readonly make: () => Uint8Array[] | number
  /** What follows from sending it. */
  readonly sent?: () => void
  /** What follows from the error. */
  readonly failed?: (error: number) => void
}

/** Padding of a frame is at most 256 bytes, with the byte that says how many. */
const MOST_PADDING = 256
/** Frames that only answer the other side's frames: more than these waiting are a flood. */
const MOST_ANSWERS = 1000

/** Frames to send, in nghttp2's order: PING and SETTINGS, everything else, new requests, DATA. */
export class Outbound {
  readonly #connection: OutboundOwner
  #prefaceSent: boolean
  readonly #urgent: QueuedFrame[] = []
  readonly #regular: QueuedFrame[] = []
  readonly #requests: QueuedFrame[] = []
  /** Streams whose program has data to send, as far as is known. */
  readonly ready = new Set<ProtocolStream>()
  #answers = 0

  constructor(connection: OutboundOwner) {
    this.#connection = connection
    this.#prefaceSent = connection.isServer
  }

  get hasWork(): boolean {
    if (this.#urgent.length + this.#regular.length > 0 || this.#mayRequest) return true
    return this.#nextStream() !== null
  }

  get size(): number {
    return this.#urgent.length + this.#regular.length + this.#requests.length
  }

  get #mayRequest(): boolean {
    const connection = this.#connection
    if (this.#requests.length === 0) return false
    return connection.openStreams(true) < connection.remote.get(Http2Setting.MAX_CONCURRENT_STREAMS)!
  }

  /** Streams are served one after another, the oldest first: without priorities of RFC 9218, nghttp2 doesn't interleave them. */
  #nextStream(): ProtocolStream | null {
    if (this.#connection.sendWindow <= 0) return null
    let next: ProtocolStream | null = null
    for (const stream of this.ready)
      if (stream.sendWindow > 0 && (next === null || stream.order < next.order)) next = stream
    return next
  }

  /** Returns the bytes of the next frame; null if nothing can be sent now. */
  next(): Uint8Array[] | null {
    if (this.#connection.terminated) return null
    if (!this.#prefaceSent) {
      this.#prefaceSent = true
      return [HTTP2_PREFACE]
    }
    for (;;) {
      const frame = this.#urgent.shift() ?? this.#regular.shift() ?? (this.#mayRequest ? this.#requests.shift() : null)
      const stream = frame ? null : this.#nextStream()
      if (!frame && stream === null) return null
      const bytes = frame ? this.#send(frame) : this.#sendData(stream!)
      if (bytes !== null) return bytes
      if (this.#connection.terminated) return null
    }
  }

  #send(frame: QueuedFrame): Uint8Array[] | null {
    const made = frame.make()
    const { events } = this.#connection
    if (typeof made !== 'number') {
      events.frameSent()
      frame.sent?.()
      return made
    }
    if (frame.type !== Http2FrameType.WINDOW_UPDATE) events.frameNotSent(frame.id, frame.type, made)
    frame.failed?.(made)
    return null
  }

  #sendData(stream: ProtocolStream): Uint8Array[] | null {
    const connection = this.#connection
    const error = connection.sendError(stream.id)
    if (error !== 0) {
      this.ready.delete(stream)
      connection.events.frameNotSent(stream.id, Http2FrameType.DATA, error)
      return null
    }
    const most = Math.min(connection.sendWindow, stream.sendWindow, HTTP2_DEFAULT_FRAME_SIZE)
    const read = connection.events.read(stream.id, most)
    if (read === 'nothing') {
      stream.source = 'waiting'
      this.ready.delete(stream)
      return null
    }
    if (read.isLast) {
      stream.source = 'none'
      this.ready.delete(stream)
    }
    // Only padding makes an empty frame before the trailers worth sending.
    if (read.isLast && read.trailersFollow && this.#padded(read.length, most) === 0) return null
    const ends = read.isLast && !read.trailersFollow
    const parts = this.#dataFrame(stream.id, read.parts, read.length, ends, most)
    connection.events.frameSent()
    if (ends) {
      stream.writeEnded = true
      connection.closeIfEnded(stream)
    }
    return parts
  }

  #padded(length: number, most: number): number {
    return this.#connection.events.padded(length, Math.min(most, length + MOST_PADDING))
  }

  #dataFrame(id: number, data: Uint8Array[], dataLength: number, ends: boolean, most: number): Uint8Array[] {
    const connection = this.#connection
    const length = this.#padded(dataLength, most)
    const padding = length - dataLength
    const head = new Uint8Array(HTTP2_HEADER_LENGTH + (padding > 0 ? 1 : 0))
    const flags = (ends ? Http2Flag.END_STREAM : 0) | (padding > 0 ? Http2Flag.PADDED : 0)
    writeHttp2Header(head, 0, { length, type: Http2FrameType.DATA, flags, streamId: id })
    connection.sendWindow -= length
    const stream = connection.streams.get(id)
    if (stream) stream.sendWindow -= length
    if (padding === 0) return [head, ...data]
    head[HTTP2_HEADER_LENGTH] = padding - 1
    return [head, ...data, new Uint8Array(padding - 1)]
  }

  // --- queueing

  /** Queues a frame for which there is nothing to consider. */
  #plain(queue: QueuedFrame[], frame: Http2Frame, mayBeSent: () => number, sent?: () => void): void {
    const id = 'streamId' in frame ? frame.streamId : 0
    const type = frame.type === 'unknown' ? frame.number : Http2FrameType[frame.type]
    const make = () => mayBeSent() || [emitHttp2Frame(frame)]
    queue.push(sent ? { type, id, make, sent } : { type, id, make })
  }

  readonly #unlessClosing = () => (this.#connection.isClosing ? LibraryError.SESSION_CLOSING : 0)
  readonly #unlessTerminating = () => (this.#connection.terminating ? LibraryError.SESSION_CLOSING : 0)

  settings(settings: readonly Http2SettingEntry[]): void {
    this.#plain(this.#urgent, { type: 'SETTINGS', ack: false, settings }, () => 0)
  }

  /** Answers SETTINGS; false if too many answers wait. */
  settingsAck(): boolean {
    return this.#answer({ type: 'SETTINGS', ack: true, settings: [] }, this.#unlessClosing)
  }

  ping(opaque: Uint8Array): void {
    this.#plain(this.#urgent, { type: 'PING', ack: false, opaque }, this.#unlessTerminating)
  }

  pingAck(opaque: Uint8Array): boolean {
    return this.#answer({ type: 'PING', ack: true, opaque: new Uint8Array(opaque) }, this.#unlessTerminating)
  }

  #answer(frame: Http2Frame, mayBeSent: () => number): boolean {
    if (this.#answers >= MOST_ANSWERS) return false
    this.#answers++
    this.#plain(this.#urgent, frame, () => {
      this.#answers--
      return mayBeSent()
    })
    return true
  }

  windowUpdate(streamId: number, increment: number): void {
    const mayBeSent = () => {
      if (this.#connection.isClosing) return LibraryError.SESSION_CLOSING
      return streamId === 0 || this.#connection.streams.has(streamId) ? 0 : LibraryError.STREAM_CLOSED
    }
    this.#plain(this.#regular, { type: 'WINDOW_UPDATE', streamId, increment }, mayBeSent)
  }

  altsvc(streamId: number, origin: string, value: string): void {
    const mayBeSent = () => this.#unlessClosing() || (streamId === 0 ? 0 : this.#connection.sendError(streamId))
    this.#plain(this.#regular, { type: 'ALTSVC', streamId, origin, value }, mayBeSent)
  }

  origin(origins: readonly string[]): void {
    this.#plain(this.#regular, { type: 'ORIGIN', origins }, this.#unlessClosing)
  }

  /** `isLast`: the connection ends with it. */
  goaway(lastStreamId: number, code: number, debug: Uint8Array, isLast = false): void {
    const connection = this.#connection
    const sent = () => {
      if (isLast) connection.terminated = true
      connection.goawaySent = true
      connection.localLastId = Math.min(connection.localLastId, lastStreamId)
      connection.closeAbove(lastStreamId, false)
    }
    // The last stream id must not grow (RFC 9113 §6.8).
    const make = () => [
      emitHttp2Frame({ type: 'GOAWAY', lastStreamId: Math.min(connection.localLastId, lastStreamId), code, debug }),
    ]
    this.#regular.push({ type: Http2FrameType.GOAWAY, id: 0, make, sent })
  }

  resetStream(streamId: number, code: number): void {
    const connection = this.#connection
    if (connection.streams.get(streamId)?.phase === 'closing') return
    const waiting = this.#requests.findIndex(({ id }) => id === streamId)
    if (waiting >= 0) {
      const [request] = this.#requests.splice(waiting, 1)
      request!.failed?.(LibraryError.CANCEL)
      connection.events.streamClosed(streamId, code)
      return
    }
    const sent = () => connection.closeStream(streamId, code)
    this.#plain(this.#regular, { type: 'RST_STREAM', streamId, code }, this.#unlessClosing, sent)
    connection.closing(streamId)
  }

  // --- header sections

  request(frame: QueuedFrame): void {
    this.#requests.push(frame)
  }

  headers(frame: QueuedFrame): void {
    this.#regular.push(frame)
  }

  /** Returns a header section as frames; an error number if it is too large. `promisedId`: for PUSH_PROMISE. */
  headerFrames(
    streamId: number,
    headers: readonly HpackHeader[],
    endStream: boolean,
    promisedId?: number,
  ): Uint8Array[] | number {
    const connection = this.#connection
    const bound = headers.reduce((sum, { name, value }) => sum + name.length + value.length + 12, 12)
    if (bound > connection.options.headerBlock) return LibraryError.FRAME_SIZE_ERROR
    const block = connection.encoder.encode(headers)
    const first = block.subarray(0, HTTP2_DEFAULT_FRAME_SIZE - (promisedId === undefined ? 0 : 4))
    const rest = block.subarray(first.length)
    const most = Math.min(HTTP2_DEFAULT_FRAME_SIZE, first.length + MOST_PADDING)
    const padding = connection.events.padded(first.length, most) - first.length
    const section = {
      streamId,
      fragment: first,
      endHeaders: rest.length === 0,
      padding: padding > 0 ? padding - 1 : null,
    }
    const frames = [
      emitHttp2Frame(
        promisedId === undefined
          ? { type: 'HEADERS', endStream, priority: null, ...section }
          : { type: 'PUSH_PROMISE', promisedId, ...section },
      ),
    ]
    for (let at = 0; at < rest.length; at += HTTP2_DEFAULT_FRAME_SIZE) {
      const fragment = rest.subarray(at, at + HTTP2_DEFAULT_FRAME_SIZE)
      const endHeaders = at + fragment.length === rest.length
      frames.push(emitHttp2Frame({ type: 'CONTINUATION', streamId, fragment, endHeaders }))
    }
    return frames
  }
}
