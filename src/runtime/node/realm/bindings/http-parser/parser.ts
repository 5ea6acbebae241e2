import { MILLISECOND } from '#network'
import { AsyncWrap, destroyWrap, makeCallback, realmOf, setProvider } from '../../async-wrap.ts'
import { bytesOf, ownBuffer } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import { type ConnectionsList, enlist, strike } from './connections.ts'
import { HeaderSection } from './header-section.ts'
import { HttpError, type Llhttp, type MessageEvents } from './llhttp.ts'
import { type Progress, startProgress } from './progress.ts'

const REQUEST = 1
const RESPONSE = 2
const DEFAULT_MAX_HEADER_SIZE = 16 * 1024
/** Indices of the callbacks, which are numbered properties of a parser. */
const On = { messageBegin: 0, headers: 1, headersComplete: 2, body: 3, messageComplete: 4, execute: 5 } as const
/** llhttp's names of the setters by bit, from the lowest. */
const LENIENCIES = [
  ...['headers', 'chunked_length', 'keep_alive', 'transfer_encoding', 'version', 'data_after_close'],
  ...['optional_lf_after_cr', 'optional_crlf_after_chunk', 'optional_cr_before_lf', 'spaces_after_chunk_size'],
]

/** node::Parser: passes what llhttp reads to the library, message by message. */
export class HttpParser extends AsyncWrap {
  readonly #llhttp: Llhttp
  readonly #progress: Progress = startProgress(this)
  #parser = 0
  #type = 0
  #connections: ConnectionsList | null = null
  #maxHeaderSize = DEFAULT_MAX_HEADER_SIZE
  #headerBytes = 0
  readonly #section = new HeaderSection()
  #depth = 0
  #pendingPause = false
  /** Whether reading stopped after a piece of a body, to let the program's ticks run. */
  #waitsAfterBody = false
  #current: Uint8Array = new Uint8Array(0)
  /** Error thrown by a callback, or a violation beyond llhttp's own rules. */
  #exception: { error: unknown } | null = null
  #problem: { code: string; reason: string } | null = null
  #stream: object | null = null
  #isConsuming = false

  constructor(realm: RealmContext, llhttp: Llhttp) {
    super(realm)
    this.#llhttp = llhttp
  }

  initialize(type: number, resource: object, maxHeaderSize = 0, lenient = 0, connections?: ConnectionsList): void {
    this.close()
    this.#type = type
    this.#maxHeaderSize = maxHeaderSize > 0 ? maxHeaderSize : DEFAULT_MAX_HEADER_SIZE
    this.#parser = this.#llhttp.create(type, this.#events())
    for (const [bit, name] of LENIENCIES.entries())
      if (lenient & (1 << bit)) this.#llhttp.call(`set_lenient_${name}`, this.#parser, 1)
    this.#headerBytes = 0
    this.#section.begin()
    this.#exception = this.#problem = null
    this.#pendingPause = false
    this.#progress.headersCompleted = false
    this.#progress.messageStart = 0
    setProvider(this, type === REQUEST ? 'HTTPINCOMINGMESSAGE' : 'HTTPCLIENTREQUEST')
    this.asyncReset(resource)
    if (!connections) return
    this.#connections = connections
    // A connection that never sends a request must not stay open forever.
    this.#progress.messageStart = realmOf(this).kernel.clock()
    enlist(connections, this, true)
  }

  close(): void {
    if (this.#parser === 0) return
    this.#llhttp.release(this.#parser)
    this.#parser = 0
  }

  /** Called when the library puts the parser back into its list; stops a read in progress. */
  free(): void {
    if (this.#depth > 0) this.close()
    destroyWrap(this)
  }

  remove(): void {
    if (this.#connections) strike(this.#connections, this)
    this.#connections = null
  }

  duration(): number {
    const { messageStart } = this.#progress
    return messageStart === 0 ? 0 : (realmOf(this).kernel.clock() - messageStart) / MILLISECOND
  }

  headersCompleted(): boolean {
    return this.#progress.headersCompleted
  }

  execute(buffer: ArrayBufferView, offset?: number, length?: number): unknown {
    const bytes = bytesOf(buffer)
    return this.#execute(
      offset === undefined ? bytes : bytes.subarray(offset, length === undefined ? undefined : offset + length),
    )
  }

  finish(): unknown {
    return this.#reading(() => ({ error: this.#llhttp.call('finish', this.#parser), read: 0 })).failure
  }

  pause(): void {
    if (this.#depth > 0) this.#pendingPause = true
    else this.#llhttp.call('pause', this.#parser)
  }

  resume(): void {
    if (this.#depth > 0) this.#pendingPause = false
    else this.#llhttp.call('resume', this.#parser)
  }

  /** Reads a connection's bytes as they arrive, without passing through the library. */
  consume(stream: object): void {
    this.#stream = stream
    realmOf(this).streamReaders.set(stream, (bytes) => this.#read(bytes, 0))
  }

  /** Reads bytes. The program's ticks run after each piece of a body, unless it was read within a callback. */
  #read(bytes: Uint8Array, from: number): void {
    this.#waitsAfterBody = false
    this.#isConsuming = true
    const parser = this.#parser
    const result = this.#execute(from === 0 ? bytes : bytes.subarray(from))
    this.#isConsuming = false
    if (this.#waitsAfterBody && typeof result === 'number') {
      this.#depth++
      realmOf(this).loop.follow(() => {
        this.#depth--
        if (this.#parser !== parser) return
        this.#llhttp.call('resume', parser)
        this.#read(bytes, from + result)
      })
      return
    }
    const callback = (this as Any)[On.execute]
    if (typeof callback !== 'function') return
    this.#current = bytes
    makeCallback(this, callback, typeof result === 'number' ? from + result : result)
  }

  unconsume(): void {
    if (this.#stream) realmOf(this).streamReaders.delete(this.#stream)
    this.#stream = null
  }

  getCurrentBuffer(): unknown {
    return realmOf(this).require('buffer').Buffer.from(this.#current)
  }

  /** Returns how many bytes were read, or the error that stopped it. Errors of callbacks propagate. */
  #execute(bytes: Uint8Array): unknown {
    this.#current = bytes
    const { failure, read } = this.#reading(() => this.#llhttp.execute(this.#parser, bytes))
    return failure ?? read
  }

  #reading(act: () => { error: number; read: number }): { failure: Error | undefined; read: number } {
    const parser = this.#parser
    this.#depth++
    let { error, read } = act()
    this.#depth--
    if (this.#parser !== parser || this.#waitsAfterBody) {
      this.#throwCaught()
      return { failure: undefined, read }
    }
    if (error === HttpError.PAUSED_UPGRADE) {
      error = HttpError.OK
      this.#llhttp.call('resume_after_upgrade', parser)
    }
    if (this.#pendingPause) {
      this.#pendingPause = false
      this.#llhttp.call('pause', parser)
    }
    this.#throwCaught()
    const isFailed = error !== HttpError.OK && this.#llhttp.call('get_upgrade', parser) === 0
    return { failure: isFailed ? this.#failure(error, read) : undefined, read }
  }

  #throwCaught(): void {
    const exception = this.#exception
    this.#exception = null
    if (exception) throw exception.error
  }

  #failure(error: number, bytesParsed: number): Error {
    const ofLlhttp = () => ({ code: this.#llhttp.errorName(error), reason: this.#llhttp.errorReason(this.#parser) })
    const problem = this.#problem ?? ofLlhttp()
    this.#problem = null
    return Object.assign(new Error('Parse Error'), { bytesParsed, ...problem })
  }

  // --- callbacks of llhttp

  #events(): MessageEvents {
    const piece = (take: (text: string) => number) => (text: string) => {
      this.#headerBytes += text.length
      if (this.#headerBytes >= this.#maxHeaderSize) return this.#refuse('HPE_HEADER_OVERFLOW', 'Header overflow')
      return take(text)
    }
    return {
      onMessageBegin: () => this.#onMessageBegin(),
      onUrl: piece((text) => {
        this.#section.url += text
        return 0
      }),
      onStatus: piece((text) => {
        this.#section.status += text
        return 0
      }),
      onHeaderField: piece((text) => this.#onHeaderField(text)),
      onHeaderValue: piece((text) => {
        this.#section.addValue(text)
        return 0
      }),
      onHeadersComplete: () => this.#onHeadersComplete(),
      onBody: (bytes) => this.#onBody(bytes),
      onMessageComplete: () => this.#onMessageComplete(),
    }
  }

  #refuse(code: string, reason: string): number {
    this.#problem = { code, reason }
    return HttpError.USER
  }

  /** Calls one of the library's functions; an error stops llhttp and is thrown after llhttp has returned. */
  #tell(name: number, ...parameters: unknown[]): number {
    const result = this.#ask(name, parameters)
    return result === null ? HttpError.USER : 0
  }

  #ask(name: number, parameters: unknown[]): { value: unknown } | null {
    const callback = (this as Any)[name]
    if (typeof callback !== 'function') return { value: 0 }
    try {
      return { value: makeCallback(this, callback, ...parameters) }
    } catch (error) {
      this.#exception = { error }
      return null
    }
  }

  #onBody(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0
    const { Buffer } = realmOf(this).require('buffer')
    const result = this.#tell(On.body, Buffer.from(ownBuffer(bytes)))
    if (result !== 0 || !this.#isConsuming) return result
    this.#waitsAfterBody = true
    return HttpError.PAUSED
  }

  #onMessageBegin(): number {
    this.#section.begin()
    this.#progress.headersCompleted = false
    this.#progress.messageStart = realmOf(this).kernel.clock()
    if (this.#connections) {
      strike(this.#connections, this)
      enlist(this.#connections, this, true)
    }
    return this.#tell(On.messageBegin)
  }

  /**
   * The library's limit is `maxHeaderPairs`, names and values together. A request with more is refused; in a response the
   * library drops the excess.
   */
  #onHeaderField(text: string): number {
    const section = this.#section
    if (section.isInName) {
      section.continueName(text)
      return 0
    }
    if (section.isFull) this.#flush()
    try {
      if (section.beginName(text, () => (this as Any).maxHeaderPairs) || this.#type !== REQUEST) return 0
    } catch (error) {
      this.#exception = { error }
      return HttpError.USER
    }
    return this.#refuse('HPE_HEADER_OVERFLOW', 'Header overflow')
  }

  #flush(): void {
    const section = this.#section
    section.flushed = true
    this.#tell(On.headers, section.take(), section.takeUrl())
  }

  #onHeadersComplete(): number {
    this.#progress.headersCompleted = true
    this.#headerBytes = 0
    const section = this.#section
    section.end()
    const value = (name: string) => this.#llhttp.call(`get_${name}`, this.#parser)
    if (section.flushed) this.#flush()
    const isRequest = this.#type === REQUEST
    const answer = this.#ask(On.headersComplete, [
      value('http_major'),
      value('http_minor'),
      section.flushed ? undefined : section.take(),
      isRequest ? value('method') : undefined,
      isRequest && !section.flushed ? section.url : undefined,
      this.#type === RESPONSE ? value('status_code') : undefined,
      this.#type === RESPONSE ? section.status : undefined,
      value('upgrade') !== 0,
      this.#llhttp.call('should_keep_alive', this.#parser) !== 0,
    ])
    return answer === null ? -1 : Number(answer.value) | 0
  }

  #onMessageComplete(): number {
    this.#progress.messageStart = 0
    if (this.#connections) {
      strike(this.#connections, this)
      enlist(this.#connections, this, false)
    }
    if (!this.#section.isEmpty) this.#flush() // trailers
    return this.#tell(On.messageComplete)
  }
}
