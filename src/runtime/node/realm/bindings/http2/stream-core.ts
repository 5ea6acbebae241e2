import type { HpackHeader } from '#network'
import { makeCallback } from '../../async-wrap.ts'
import type { Any } from '../../types.ts'
import {
  type Connection,
  type DataRead,
  resumeData,
  submitInfo,
  submitPush,
  submitResponse,
  submitTrailers,
} from './protocol/index.ts'
import type { SharedState } from './shared-state.ts'

export const StreamOption = { emptyPayload: 1, getTrailers: 2 } as const
/** libuv's own numbers. */
const UV_EOF = -4095
const UV_EPIPE = -32
const UV_ECANCELED = -125
/** An entry of a header list counts its texts and this (RFC 9113 §6.5.2). */
const FIELD_OVERHEAD = 32

/** Bytes that a program wrote, and the request that ends when they are on the socket. */
interface Write {
  bytes: Uint8Array
  readonly request: Any
}

/** What a stream needs of its session. */
export interface StreamSession {
  readonly state: SharedState
  readonly connection: Connection
  readonly now: number
  readonly headerPairs: number
  readonly headerListSize: number
  readonly isReceiving: boolean
  memory: number
  called: boolean
  hasMemory(bytes: number): boolean
  call(name: 'headers', ...parameters: unknown[]): unknown
  scope<Result>(act: () => Result): Result
  sending(request: Any, stream: StreamCore): void
  addStream(id: number, category: number, options: number): StreamCore
  removeStream(stream: StreamCore): void
  streamEnded(stream: StreamCore): void
  sendPending(): boolean
  resetLater(id: number): void
  takeReset(id: number): boolean
}

/** node::http2::Http2Stream without its JavaScript object: what is queued, what was read, how it ends. */
export class StreamCore {
  readonly session: StreamSession
  readonly id: number
  readonly handle: Any
  destroyed = false
  code = 0
  readonly startedAt: number
  firstHeaderAt = 0
  firstByteAt = 0
  firstSentAt = 0
  sentBytes = 0
  receivedBytes = 0
  /** The program has ended its direction. */
  #shut = false
  #reading = false
  #givesTrailers: boolean
  #queue: Write[] = []
  #queuedBytes = 0
  /** Bytes passed on since the program stopped reading; they count as taken once it reads again. */
  #unread = 0
  #category: number
  #headers: HpackHeader[] = []
  #headerBytes = 0

  constructor(session: StreamSession, id: number, category: number, options: number, handle: Any) {
    this.session = session
    this.id = id
    this.handle = handle
    this.startedAt = session.now
    this.#category = category
    this.#givesTrailers = (options & StreamOption.getTrailers) !== 0
    this.#shut = (options & StreamOption.emptyPayload) !== 0
  }

  // --- received

  beginHeaders(category: number): void {
    this.#headers = []
    this.#headerBytes = 0
    this.#category = category
  }

  addHeader(header: HpackHeader): boolean {
    if (this.firstHeaderAt === 0) this.firstHeaderAt = this.session.now
    const length = header.name.length + header.value.length + FIELD_OVERHEAD
    const { headerPairs, headerListSize } = this.session
    if (this.#headers.length === headerPairs || this.#headerBytes + length > headerListSize) return false
    if (!this.session.hasMemory(length)) return false
    this.#headers.push(header)
    this.#headerBytes += length
    this.session.memory += length
    return true
  }

  /** Passes a header section to the library. */
  headersEnd(flags: number): void {
    if (this.destroyed) return
    const headers = this.#headers
    this.#headers = []
    this.session.memory -= this.#headerBytes
    const sensitive = headers.filter(({ neverIndexed }) => neverIndexed).map(({ name }) => name)
    const list = headers.flatMap(({ name, value }) => [name, value])
    this.session.call('headers', this.handle, this.id, this.#category, flags, list, sensitive)
  }

  data(bytes: Uint8Array): void {
    if (this.destroyed) return
    if (this.firstByteAt === 0) this.firstByteAt = this.session.now
    this.receivedBytes += bytes.length
    this.#callOnRead(bytes.length, bytes)
    if (this.#reading) this.session.connection.consumeStream(this.id, bytes.length)
    else this.#unread += bytes.length
  }

  dataEnd(): void {
    if (!this.destroyed) this.#callOnRead(UV_EOF)
  }

  #callOnRead(status: number, bytes?: Uint8Array): void {
    const { streamState } = this.session.state.realm
    streamState[0] = status
    streamState[1] = bytes?.byteOffset ?? 0
    this.session.called = true
    makeCallback(this.handle, this.handle.onread, bytes?.buffer)
  }

  readStart(): number {
    this.#reading = true
    const unread = this.#unread
    this.#unread = 0
    this.session.scope(() => this.session.connection.consumeStream(this.id, unread))
    return 0
  }

  readStop(): number {
    this.#reading = false
    return 0
  }

  // --- sent

  write(parts: Uint8Array[], request: Any): number {
    return this.session.scope(() => {
      if (this.#shut || this.destroyed) {
        this.session.state.access.complete(request, UV_EOF, this.handle)
        return 0
      }
      for (const [index, bytes] of parts.entries()) {
        this.#queue.push({ bytes, request: index === parts.length - 1 ? request : null })
        this.#queuedBytes += bytes.length
        this.session.memory += bytes.length
      }
      resumeData(this.session.connection, this.id)
      return 0
    })
  }

  /** Returns 1: done at once. */
  shutdown(): number {
    if (this.destroyed) return UV_EPIPE
    this.session.scope(() => {
      this.#shut = true
      resumeData(this.session.connection, this.id)
    })
    return 1
  }

  /** Takes what the next DATA frame holds. */
  read(most: number): DataRead {
    if (this.firstSentAt === 0) this.firstSentAt = this.session.now
    this.#skipEmpty()
    const length = Math.min(this.#queuedBytes, most)
    if (length === 0 && !this.#shut) return 'nothing'
    const parts = this.#take(length)
    this.sentBytes += length
    const isLast = this.#queuedBytes === 0 && this.#shut
    const trailersFollow = isLast && this.#givesTrailers
    if (trailersFollow) {
      this.#givesTrailers = false
      this.session.called = true
      makeCallback(this.handle, this.session.state.callbacks.trailers)
    }
    return { parts, length, isLast, trailersFollow }
  }

  /** A write of no bytes ends when it is its turn. */
  #skipEmpty(): void {
    while (this.#queue[0]?.bytes.length === 0) {
      const { request } = this.#queue.shift()!
      if (request !== null) this.session.state.access.complete(request, 0, this.handle)
    }
  }

  #take(length: number): Uint8Array[] {
    const parts: Uint8Array[] = []
    for (let left = length; left > 0; ) {
      const first = this.#queue[0]!
      const part = first.bytes.subarray(0, left)
      parts.push(part)
      left -= part.length
      first.bytes = first.bytes.subarray(part.length)
      if (first.bytes.length > 0) break
      this.#queue.shift()
      if (first.request !== null) this.session.sending(first.request, this)
    }
    this.#queuedBytes -= length
    this.session.memory -= length
    return parts
  }

  respond(headers: HpackHeader[], options: number): number {
    if (options & StreamOption.getTrailers) this.#givesTrailers = true
    const hasBody = !this.#shut && (options & StreamOption.emptyPayload) === 0
    return this.session.scope(() => submitResponse(this.session.connection, this.id, headers, hasBody))
  }

  info(headers: HpackHeader[]): number {
    return this.session.scope(() => submitInfo(this.session.connection, this.id, headers))
  }

  trailers(headers: HpackHeader[]): number {
    return this.session.scope(() => submitTrailers(this.session.connection, this.id, headers))
  }

  /** Returns the handle of a promised stream, or an error number. */
  push(headers: HpackHeader[], options: number): Any {
    return this.session.scope(() => {
      const id = submitPush(this.session.connection, this.id, headers)
      return id < 0 ? id : this.session.addStream(id, 3, options).handle
    })
  }

  // --- the end

  /** Sends what is queued first: nghttp2 would send a reset before it. */
  reset(code: number): void {
    this.code = code
    const { session } = this
    const cancels = code === 8 || code === 0
    if ((session.isReceiving && cancels && code === 8) || session.sendPending()) session.resetLater(this.id)
    else this.flushReset()
  }

  flushReset(): void {
    if (this.destroyed) return
    this.session.scope(() => this.session.connection.outbound.resetStream(this.id, this.code))
  }

  destroy(): void {
    if (this.destroyed) return
    if (this.session.takeReset(this.id)) this.flushReset()
    this.destroyed = true
    this.session.state.realm.loop.defer(() => {
      const queue = this.#queue
      this.#queue = []
      this.session.memory -= this.#queuedBytes
      this.#queuedBytes = 0
      this.session.removeStream(this)
      for (const { request } of queue)
        if (request !== null) this.session.state.access.complete(request, UV_ECANCELED, this.handle)
    })
    this.session.streamEnded(this)
  }

  /** Fills the shared array that `http2Stream.state` reads. */
  refreshState(): void {
    const into = this.session.state.streamState
    const stream = this.session.connection.streams.get(this.id)
    if (stream === undefined) {
      into.fill(0)
      into[0] = 1 // NGHTTP2_STREAM_STATE_IDLE
      return
    }
    const { shownState, writeEnded, readEnded, window } = stream
    // Weights went with RFC 7540's priorities.
    into.set([shownState, 16, 0, Number(writeEnded), Number(readEnded), window.size - window.used])
  }
}
