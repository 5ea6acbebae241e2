import { concatenate, Http2Setting, MILLISECOND, SECOND } from '#network'
import { makeCallback } from '../../async-wrap.ts'
import type { Any } from '../../types.ts'
import { Acknowledgments } from './acknowledgments.ts'
import { Connection, Receiver } from './protocol/index.ts'
import { sessionEvents } from './session-events.ts'
import { Field, Option, optionOf, type SharedState } from './shared-state.ts'
import { reportSession, reportStream, type SessionStatistics } from './statistics.ts'
import { StreamCore } from './stream-core.ts'

const MEGABYTE = 1e6
/** sizeof(Http2Stream), about: what a stream counts toward `maxSessionMemory`. */
const STREAM_MEMORY = 512
const LARGEST_HEADER_LIST = 2 ** 24 - 1
const UV_ECANCELED = -125

/** node::http2::Http2Session without its JavaScript object: a protocol's connection on a socket. */
export class SessionCore {
  readonly state: SharedState
  readonly handle: Any
  readonly fields: Uint8Array
  readonly counters: DataView
  readonly connection: Connection
  readonly receiver: Receiver
  readonly streams = new Map<number, StreamCore>()
  readonly acknowledgments: Acknowledgments
  readonly padding: number
  readonly headerPairs: number
  readonly #mostMemory: number
  /** Bytes and objects held for the session, about. */
  memory = 0
  /** Whether the frame that is being received has called the program. */
  called = false
  closesGracefully = false
  chunksSent = 0
  customSettings: readonly number[] = []
  readonly remoteCustom = new Map<number, number>()
  readonly localCustom = new Map<number, number>()
  readonly statistics: SessionStatistics
  failureCode: string | undefined
  #socket: Any = null
  #isReceiving = false
  #writeScheduled = false
  /** From the moment that frames are gathered until the socket has taken them. */
  #sending = false
  #writing = false
  #closing = false
  #destroyed = false
  #requests: { request: Any; stream: StreamCore }[] = []
  #resets: number[] = []

  constructor(state: SharedState, handle: Any, isServer: boolean, fields: Uint8Array) {
    this.state = state
    this.handle = handle
    this.fields = fields
    this.counters = new DataView(fields.buffer)
    this.counters.setUint32(Field.invalidFrames, 1000, true)
    this.counters.setUint32(Field.rejectedStreams, 100, true)
    const option = (index: number, otherwise: number) => optionOf(state, index, otherwise)
    this.#mostMemory = option(Option.memory, 10) * MEGABYTE
    this.padding = option(Option.padding, 0)
    // A request has at least four pseudo-header fields, a response one.
    this.headerPairs = Math.max(option(Option.headerPairs, 128), isServer ? 4 : 1)
    this.acknowledgments = new Acknowledgments(this, option(Option.pings, 10), option(Option.outstandingSettings, 10))
    this.statistics = {
      isServer,
      startedAt: this.now,
      frames: 0,
      sentFrames: 0,
      streams: 0,
      most: 0,
      average: 0,
      sent: 0,
      received: 0,
      pingTime: 0,
    }
    this.connection = new Connection(
      {
        isServer,
        deflateTable: option(Option.deflateTable, 4096),
        reservedStreams: option(Option.reservedStreams, 200),
        headerBlock: option(Option.headerBlock, 65_536),
        peerStreams: option(Option.peerStreams, 100),
        settings: option(Option.settings, 32),
        resetBurst: option(Option.resetBurst, 1000),
        resetRate: option(Option.resetRate, 33),
        strictSpaces: option(Option.looseSpaces, 0) === 0,
        now: () => this.now / SECOND,
      },
      sessionEvents(this),
    )
    this.receiver = new Receiver(this.connection)
  }

  get now(): number {
    return this.state.realm.kernel.clock()
  }

  get headerListSize(): number {
    return Math.min(this.connection.local.get(Http2Setting.MAX_HEADER_LIST_SIZE)!, LARGEST_HEADER_LIST)
  }

  get isReceiving(): boolean {
    return this.#isReceiving
  }

  get isDestroyed(): boolean {
    return this.#destroyed
  }

  hasMemory(bytes: number): boolean {
    return this.memory + bytes < this.#mostMemory
  }

  /** Calls one of the library's functions on the session. */
  call(name: keyof SharedState['callbacks'], ...parameters: unknown[]): Any {
    this.called = true
    return makeCallback(this.handle, this.state.callbacks[name], ...parameters)
  }

  /** Does something that may leave frames to send, and schedules sending them (Http2Scope). */
  scope<Result>(act: () => Result): Result {
    const result = act()
    if (!this.#isReceiving) this.#scheduleWrite()
    return result
  }

  // --- streams

  get canAddStream(): boolean {
    const most = this.connection.local.get(Http2Setting.MAX_CONCURRENT_STREAMS)!
    return this.streams.size < most && this.hasMemory(STREAM_MEMORY)
  }

  addStream(id: number, category: number, options: number): StreamCore {
    const handle = new this.state.Stream()
    const core = new StreamCore(this, id, category, options, handle)
    this.state.bind(handle, core)
    this.streams.set(id, core)
    this.memory += STREAM_MEMORY
    this.statistics.streams++
    this.statistics.most = Math.max(this.statistics.most, this.streams.size)
    return core
  }

  removeStream({ id }: StreamCore): void {
    if (this.streams.delete(id)) this.memory -= STREAM_MEMORY
  }

  streamEnded(stream: StreamCore): void {
    const { statistics } = this
    statistics.average = (this.now - stream.startedAt) / statistics.streams / MILLISECOND
    reportStream(this.state, stream, this.now)
  }

  resetLater(id: number): void {
    this.#resets.push(id)
  }

  /** Takes back a reset that waits; returns whether there was one. */
  takeReset(id: number): boolean {
    const at = this.#resets.indexOf(id)
    if (at >= 0) this.#resets.splice(at, 1)
    return at >= 0
  }

  // --- receiving

  consume(socket: Any): void {
    this.#socket = socket
    this.state.access.takeReading(socket, (bytes) => this.#received(bytes, false))
  }

  /** Takes bytes that the socket had read before the session was there. */
  receive(bytes: Uint8Array): void {
    this.#received(bytes, true)
  }

  #received(bytes: Uint8Array, inCallback: boolean): void {
    this.statistics.received += bytes.length
    this.receiver.add(bytes)
    if (!this.#isReceiving) this.#pump(inCallback)
  }

  /** Takes frames; after one that calls the program, ticks and microtasks run before the next. */
  #pump(inCallback: boolean): void {
    this.#isReceiving = true
    for (;;) {
      this.called = false
      let step: ReturnType<Receiver['step']> = 'done'
      try {
        step = this.receiver.step(!this.#writing)
      } finally {
        if (step === 'done' && this.called && !inCallback) this.state.realm.loop.follow(() => this.#pump(false))
      }
      if (step === 'done' && this.called && !inCallback) return
      if (step === 'done') continue
      this.#pumped(step)
      return
    }
  }

  #pumped(step: 'idle' | 'paused' | number): void {
    this.#isReceiving = false
    if (typeof step === 'number') this.call('error', step, this.failureCode)
    else if (step === 'idle' && !this.#destroyed) this.sendPending()
    this.#scheduleWrite()
    if (typeof step !== 'number') this.#updateReading()
  }

  /** Stops reading while a write is under way, or when nothing more is expected. */
  #updateReading(): void {
    if (!this.#destroyed && (!this.connection.wantsRead || this.#writing)) this.#socket?.readStop()
  }

  // --- sending

  #scheduleWrite(): void {
    if (this.#writeScheduled || this.#destroyed || !this.connection.wantsWrite) return
    this.#writeScheduled = true
    this.state.realm.loop.defer(() => {
      if (this.#writeScheduled && !this.#destroyed) this.sendPending()
    })
  }

  /** Notes a write that ends with the one under way. */
  sending(request: Any, stream: StreamCore): void {
    this.#requests.push({ request, stream })
  }

  /** Sends all frames that may be sent; returns whether a write is still under way instead. */
  sendPending(): boolean {
    if (this.#destroyed) return false
    this.#writeScheduled = false
    if (this.#sending) return true
    this.#sending = true
    const parts: Uint8Array[] = []
    for (let frame = this.connection.outbound.next(); frame !== null; frame = this.connection.outbound.next())
      parts.push(...frame)
    if (this.#socket === null) this.#written(UV_ECANCELED)
    else if (parts.length === 0) this.#written(0)
    else this.#write(concatenate(parts))
    this.#notifyGracefulClose()
    return false
  }

  #write(bytes: Uint8Array): void {
    this.statistics.sent += bytes.length
    this.chunksSent++
    this.#writing = true
    const sent = this.state.access.write(this.#socket, bytes, (status) => this.#afterWrite(status))
    if (sent < 0 || sent === bytes.length) {
      this.#writing = false
      this.#written(Math.min(sent, 0))
    }
    this.#updateReading()
  }

  #afterWrite(status: number): void {
    this.#writing = false
    this.#written(status)
    if (this.connection.wantsRead) this.#socket?.readStart()
    if (this.#destroyed) {
      this.#done()
      return
    }
    if (!this.#isReceiving) this.#pump(false)
    this.#scheduleWrite()
  }

  /** Ends the writes whose bytes the socket has taken. */
  #written(status: number): void {
    this.#sending = false
    const requests = this.#requests
    this.#requests = []
    for (const { request, stream } of requests) this.state.access.complete(request, status, stream.handle)
    if (this.#resets.length === 0) return
    const resets = this.#resets
    this.#resets = []
    this.sendPending()
    for (const id of resets) this.streams.get(id)?.flushReset()
  }

  // --- the end

  get hasPendingData(): boolean {
    return this.connection.wantsWrite || this.connection.wantsRead
  }

  #notifyGracefulClose(): void {
    if (this.closesGracefully && !this.hasPendingData) makeCallback(this.handle, this.handle.ongracefulclosecomplete)
  }

  close(code: number, isSocketClosed: boolean): void {
    if (this.#closing) return
    this.#closing = true
    this.#socket?.readStop()
    if (!isSocketClosed) {
      this.connection.terminate(code)
      this.sendPending()
    } else if (this.#socket !== null) this.#leaveSocket()
    this.#destroyed = true
    if (!this.#writing) this.#done()
    this.acknowledgments.cancelPings()
    reportSession(this.state, this.statistics, this.now)
  }

  #leaveSocket(): void {
    this.state.access.takeReading(this.#socket, null)
    this.#socket = null
  }

  #done(): void {
    makeCallback(this.handle, this.handle.ondone)
    // The other side's end is still to come.
    this.#socket?.readStart()
  }
}
