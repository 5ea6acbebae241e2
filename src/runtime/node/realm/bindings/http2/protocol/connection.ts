import { HpackEncoder, HTTP2_LARGEST_31, Http2Setting, type Http2SettingEntry } from '#network'
import type { ConnectionEvents, ConnectionOptions } from './events.ts'
import { LibraryError } from './library-errors.ts'
import { Outbound } from './outbound.ts'
import { ReceiveWindow } from './receive-window.ts'
import { applyEntries, initialSettings, lastOf, type Settings } from './settings.ts'
import { ProtocolStream, type StreamPhase } from './stream.ts'

const FIRST_WINDOW = 65_535
/** Settings that this side has sent and the other hasn't acknowledged. */
const MOST_UNACKNOWLEDGED = 1000

/** One side of an HTTP/2 connection (RFC 9113): settings, streams, windows, and how it ends. `Receiver` and `Outbound` work on it. */
export class Connection {
  readonly options: ConnectionOptions
  readonly events: ConnectionEvents
  readonly isServer: boolean
  readonly local: Settings = initialSettings()
  readonly remote: Settings = initialSettings()
  readonly unacknowledged: (readonly Http2SettingEntry[])[] = []
  /** What this side has announced, acknowledged or not. */
  pendingStreams = Number.POSITIVE_INFINITY
  pendingPush = 1
  pendingConnectProtocol = 0
  readonly streams = new Map<number, ProtocolStream>()
  readonly outbound: Outbound
  readonly encoder: HpackEncoder
  /** What this side may send on the whole connection. */
  sendWindow = FIRST_WINDOW
  readonly window = new ReceiveWindow(FIRST_WINDOW)
  nextStreamId: number
  lastReceivedId = 0
  lastProcessedId = 0
  /** Highest id of this side whose HEADERS were sent. */
  lastSentId = 0
  remoteLastId = HTTP2_LARGEST_31
  localLastId = HTTP2_LARGEST_31
  goawaySent = false
  goawayReceived = false
  /** A GOAWAY that ends the connection is queued, or sent. */
  terminating = false
  terminated = false
  /** SETTINGS of the other side have arrived. */
  remoteKnown = false
  /** Error that a callback asked for; the receiver stops with it. */
  failed = 0
  #opened = 0

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.options = options
    this.events = events
    this.isServer = options.isServer
    this.nextStreamId = options.isServer ? 2 : 1
    this.encoder = new HpackEncoder(options.deflateTable)
    this.remote.set(Http2Setting.MAX_CONCURRENT_STREAMS, options.peerStreams)
    this.outbound = new Outbound(this)
  }

  // --- streams

  isMine(id: number): boolean {
    return id !== 0 && id % 2 === (this.isServer ? 0 : 1)
  }

  /** A stream that doesn't exist yet. */
  isIdle(id: number): boolean {
    return this.isMine(id) ? id > this.lastSentId : id > this.lastReceivedId
  }

  openStream(id: number, phase: StreamPhase): ProtocolStream {
    const sendWindow = this.remote.get(Http2Setting.INITIAL_WINDOW_SIZE)!
    const stream = new ProtocolStream(
      id,
      this.#opened++,
      phase,
      sendWindow,
      this.local.get(Http2Setting.INITIAL_WINDOW_SIZE)!,
    )
    if (phase === 'reserved') {
      if (this.isMine(id)) stream.readEnded = true
      else stream.writeEnded = true
    }
    this.streams.set(id, stream)
    return stream
  }

  /** Number of open streams that one side has begun; promised ones don't count. */
  openStreams(mine: boolean): number {
    let count = 0
    for (const { id, isPushed } of this.streams.values()) if (this.isMine(id) === mine && !isPushed) count++
    return count
  }

  /** A reset is queued: nothing else is sent on the stream. */
  closing(id: number): void {
    const stream = this.streams.get(id)
    if (stream !== undefined) stream.phase = 'closing'
  }

  closeStream(id: number, code: number): void {
    const stream = this.streams.get(id)
    if (stream === undefined) return
    this.streams.delete(id)
    this.outbound.ready.delete(stream)
    this.events.streamClosed(id, code)
  }

  closeIfEnded(stream: ProtocolStream): void {
    if (stream.readEnded && stream.writeEnded) this.closeStream(stream.id, 0)
  }

  /** Closes the streams that a GOAWAY leaves out. */
  closeAbove(lastId: number, mine: boolean): void {
    for (const id of [...this.streams.keys()])
      if (id > lastId && this.isMine(id) === mine) this.closeStream(id, 7 /* REFUSED_STREAM */)
  }

  // --- windows

  consumeConnection(length: number): void {
    const increment = this.window.consume(length)
    if (increment > 0) this.outbound.windowUpdate(0, increment)
  }

  consumeStream(id: number, length: number): void {
    const stream = this.streams.get(id)
    if (stream === undefined) return
    const increment = stream.window.consume(length)
    if (increment > 0 && !stream.readEnded) this.outbound.windowUpdate(id, increment)
  }

  resizeWindow(size: number): void {
    const increment = this.window.resize(size)
    if (increment > 0) this.outbound.windowUpdate(0, increment)
  }

  // --- settings

  /** Queues SETTINGS; returns an error number, or 0. */
  submitSettings(entries: readonly Http2SettingEntry[]): number {
    if (this.unacknowledged.length >= MOST_UNACKNOWLEDGED) return LibraryError.TOO_MANY_INFLIGHT_SETTINGS
    this.unacknowledged.push(entries)
    this.pendingStreams = lastOf(entries, Http2Setting.MAX_CONCURRENT_STREAMS) ?? this.pendingStreams
    this.pendingPush = lastOf(entries, Http2Setting.ENABLE_PUSH) ?? this.pendingPush
    this.pendingConnectProtocol = lastOf(entries, Http2Setting.ENABLE_CONNECT_PROTOCOL) ?? this.pendingConnectProtocol
    this.outbound.settings(entries)
    return 0
  }

  /** Applies this side's oldest SETTINGS when they are acknowledged; returns its entries, or null if there were none. */
  acknowledge(): readonly Http2SettingEntry[] | null {
    const entries = this.unacknowledged.shift()
    if (entries === undefined) return null
    const before = this.local.get(Http2Setting.INITIAL_WINDOW_SIZE)!
    applyEntries(this.local, entries)
    const difference = this.local.get(Http2Setting.INITIAL_WINDOW_SIZE)! - before
    if (difference !== 0)
      for (const stream of this.streams.values()) {
        stream.window.size += difference
        this.consumeStream(stream.id, 0)
      }
    return entries
  }

  /** Applies the other side's SETTINGS; false if a window becomes too large. */
  applyRemote(entries: readonly Http2SettingEntry[]): boolean {
    const before = this.remote.get(Http2Setting.INITIAL_WINDOW_SIZE)!
    applyEntries(this.remote, entries)
    const table = lastOf(entries, Http2Setting.HEADER_TABLE_SIZE)
    if (table !== undefined) this.encoder.setMaxTableSize(table)
    const difference = this.remote.get(Http2Setting.INITIAL_WINDOW_SIZE)! - before
    for (const stream of this.streams.values()) {
      stream.sendWindow += difference
      if (stream.sendWindow > HTTP2_LARGEST_31) return false
    }
    return true
  }

  // --- the end

  /** Ends the connection with a GOAWAY; frames queued before it are dropped. */
  terminate(code: number, reason = ''): void {
    if (this.terminating) return
    this.terminating = true
    const debug = Uint8Array.from(reason, (char) => char.charCodeAt(0))
    this.outbound.goaway(this.lastProcessedId, code, debug, true)
  }

  get wantsRead(): boolean {
    if (this.terminated) return false
    return this.streams.size > 0 || !(this.goawaySent || this.goawayReceived)
  }

  get wantsWrite(): boolean {
    return !this.terminated && this.outbound.hasWork
  }

  get isClosing(): boolean {
    return this.terminating || (!this.wantsRead && !this.wantsWrite)
  }

  /** Sets the id of this side's next stream; false if it can't be. */
  setNextStreamId(id: number): boolean {
    if (id <= 0 || id < this.nextStreamId || !this.isMine(id)) return false
    this.nextStreamId = id
    return true
  }

  /** Takes the next id, or returns an error number. */
  takeStreamId(): number {
    if (this.nextStreamId > HTTP2_LARGEST_31) return LibraryError.STREAM_ID_NOT_AVAILABLE
    const id = this.nextStreamId
    this.nextStreamId += 2
    return id
  }

  /** Returns why a frame on a stream can't be sent, or 0. */
  sendError(id: number): number {
    const stream = this.streams.get(id)
    if (this.isClosing) return LibraryError.SESSION_CLOSING
    if (stream === undefined) return LibraryError.STREAM_CLOSED
    if (stream.writeEnded) return -512
    return stream.phase === 'closing' ? LibraryError.STREAM_CLOSING : 0
  }
}
