import { concatenate } from '#network'
import { AsyncWrap, makeCallback } from '../../../async-wrap.ts'
import { bytesOf, ownBuffer } from '../../../bytes.ts'
import type { RealmContext } from '../../../context.ts'
import { encodeText, encodingNamed } from '../../../encodings.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes } from '../bytes.ts'
import { errorOf } from './errors.ts'
import type { Connection, Server, TlsEvent } from './protocol/index.ts'
import type { ContextState } from './secure-context.ts'
import { TlsSettings } from './settings.ts'

/** libuv's own number for the end of a stream. */
const UV_EOF = -4095
const UV_EPROTO = -71
const UV_ECANCELED = -125
/** Nanoseconds for each byte that is encrypted or decrypted. */
const BYTE_COST = 1

interface PendingWrite {
  readonly request: Any
  readonly bytes: Uint8Array
}

/** Not a method: what `connection-info.ts` reads of a wrap. */
export let settingsOf: (wrap: TlsWrap) => TlsSettings
export let connectionOf: (wrap: TlsWrap) => Connection | null

/** node::crypto::TLSWrap as a stream: plain bytes above, records on the stream below. */
export class TlsWrap extends AsyncWrap {
  readonly #realm: RealmContext
  readonly #parent: Any
  readonly #settings: TlsSettings
  #connection: Connection | null = null
  #established = false
  #ended = false
  #destroyed = false
  #failure: Error | null = null
  #draining = false
  #pending: PendingWrite[] = []
  #forReader: Uint8Array[] = []
  #userBuffer: Uint8Array | null = null
  onread: unknown
  onerror: unknown
  reading = false
  bytesRead = 0
  bytesWritten = 0

  static {
    settingsOf = (wrap) => wrap.#settings
    connectionOf = (wrap) => wrap.#connection
  }

  constructor(realm: RealmContext, parent: Any, context: ContextState, isServer: boolean) {
    super(realm, 'TLSWRAP')
    this.#realm = realm
    this.#parent = parent
    this.#settings = new TlsSettings(realm, context, isServer)
    // Takes the stream's bytes in place of the library, as a listener of its own does in C++.
    parent.onread = (data: ArrayBuffer | undefined) => this.#onParentRead(data)
  }

  get isStreamBase(): boolean {
    return true
  }

  get fd(): number {
    return this.#parent.fd
  }

  get writeQueueSize(): number {
    return this.#parent.writeQueueSize
  }

  // --- life

  /** Sends the ClientHello; a server waits for one. */
  start(): void {
    if (this.#destroyed) return
    this.#connect().start?.()
    this.#drain()
  }

  /** Makes the connection, when the library has set everything that it depends on. */
  #connect(): Connection & { start?(): void } {
    this.#connection ??= this.#settings.connect({
      selectAlpn: (protocols) => this.#callAlpn(protocols),
    })
    return this.#connection
  }

  /** Calls the program's ALPNCallback, which answers with an offset into the list. */
  #callAlpn(protocols: Uint8Array): number | undefined {
    return makeCallback(this, (this as Any).ALPNCallback, buffer(this.#realm, copyOfBytes(protocols)))
  }

  destroySSL(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#completePending(UV_ECANCELED)
  }

  #completePending(status: number): void {
    for (const { request } of this.#pending.splice(0)) this.#complete(request, status)
  }

  #complete(request: Any, status: number): void {
    this.#realm.completeRequest(request, request.oncomplete, status, this, this.#failure ?? undefined)
  }

  // --- from below

  #onParentRead(data: ArrayBuffer | undefined): void {
    const status = this.#realm.streamState[0]!
    if (data !== undefined && status > 0) this.receive(new Uint8Array(data, this.#realm.streamState[1], status))
    else if (status < 0) this.#end(status)
  }

  receive(bytes: ArrayBufferView): void {
    if (this.#destroyed) return
    const plain = bytesOf(bytes)
    this.#realm.kernel.spend(plain.length * BYTE_COST)
    this.#connect().receive(plain)
    this.#drain()
  }

  /** Handles all events, then sends what they led to. */
  #drain(): void {
    if (this.#draining) return
    this.#draining = true
    try {
      for (let event = this.#nextEvent(); event; event = this.#nextEvent()) {
        if (event.type === 'data' && this.#realm.streamReaders.has(this)) this.#forReader.push(event.bytes)
        else {
          this.#passToReader()
          this.#onEvent(event)
        }
      }
      this.#passToReader()
    } finally {
      this.#draining = false
    }
    this.#flush()
  }

  /** Passes data on at once: the HTTP parser takes one piece in a turn, because it lets ticks run in the middle. */
  #passToReader(): void {
    if (this.#forReader.length === 0) return
    const bytes = concatenate(this.#forReader.splice(0))
    this.bytesRead += bytes.length
    this.#realm.streamReaders.get(this)?.(bytes)
  }

  #nextEvent(): TlsEvent | undefined {
    return this.#destroyed ? undefined : this.#connection?.nextEvent()
  }

  #onEvent(event: TlsEvent): void {
    const wrap = this as Any
    switch (event.type) {
      case 'handshakeStart':
        makeCallback(this, wrap.onhandshakestart, this.#realm.loop.nowMs())
        break
      case 'clientHello':
        this.#askForContext()
        break
      case 'handshakeDone':
        this.#established = true
        makeCallback(this, wrap.onhandshakedone)
        this.#writePending()
        break
      case 'keylog':
        if (this.#settings.logsKeys)
          makeCallback(this, wrap.onkeylog, buffer(this.#realm, this.#realm.platform.encodeUtf8(event.line)))
        break
      case 'session':
        this.#settings.onSession(event.session, (id, session) => makeCallback(this, wrap.onnewsession, id, session))
        break
      case 'data':
        this.#deliver(event.bytes)
        break
      case 'end':
        this.#flush()
        this.#end(UV_EOF)
        break
      case 'error':
        this.#fail(errorOf(event.fault))
    }
  }

  #fail(error: Error): void {
    this.#flush()
    this.#failure = error
    makeCallback(this, this.onerror, error)
    this.#completePending(UV_EPROTO)
  }

  #deliver(bytes: Uint8Array): void {
    this.bytesRead += bytes.length
    if (this.#userBuffer) this.#fillUserBuffer(bytes)
    else this.#callOnRead(bytes.length, ownBuffer(bytes))
  }

  #fillUserBuffer(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#userBuffer; at += this.#userBuffer.length) {
      const piece = bytes.subarray(at, at + this.#userBuffer.length)
      this.#userBuffer.set(piece)
      this.#callOnRead(piece.length, undefined)
    }
  }

  #callOnRead(status: number, data: ArrayBuffer | undefined): void {
    const { streamState } = this.#realm
    streamState[0] = status
    streamState[1] = 0
    const next = makeCallback(this, this.onread, data)
    if (next !== undefined && ArrayBuffer.isView(next)) this.#userBuffer = bytesOf(next)
  }

  #end(status: number): void {
    if (this.#ended) return
    this.#ended = true
    this.#callOnRead(status, undefined)
  }

  // --- to below

  /** Passes records to the stream below. `done`: called when it has taken them, never at once. */
  #flush(done?: (status: number) => void): void {
    const bytes = this.#connection?.takeOutput() ?? new Uint8Array(0)
    if (bytes.length === 0) {
      if (done) this.#realm.loop.defer(() => done(0))
      return
    }
    this.#realm.kernel.spend(bytes.length * BYTE_COST)
    const { streamState } = this.#realm
    const request = new (this.#realm.internalBinding('stream_wrap').WriteWrap)()
    request.oncomplete = (status: number) => done?.(status)
    const error = this.#parent.writeBuffer(request, buffer(this.#realm, bytes))
    if (error !== 0 || streamState[3] === 0) {
      if (done) this.#realm.loop.defer(() => done(error))
    }
  }

  #write(request: Any, bytes: Uint8Array): number {
    const { streamState } = this.#realm
    if (this.#destroyed || this.#failure) return UV_EPROTO
    this.bytesWritten += bytes.length
    const copy = new Uint8Array(bytes)
    if (this.#established) this.#send({ request, bytes: copy })
    else this.#pending.push({ request, bytes: copy })
    streamState[2] = bytes.length
    streamState[3] = 1
    return 0
  }

  #send({ request, bytes }: PendingWrite): void {
    if (bytes.length > 0) this.#connection!.write(bytes)
    this.#flush((status) => this.#complete(request, status))
  }

  #writePending(): void {
    for (const write of this.#pending.splice(0)) this.#send(write)
  }

  writeBuffer(request: Any, data: ArrayBufferView): number {
    if (!ArrayBuffer.isView(data))
      throw this.#realm.nodeError('ERR_INVALID_ARG_TYPE', 'buffer', ['Buffer', 'TypedArray', 'DataView'], data)
    return this.#write(request, copyOfBytes(data))
  }

  writev(request: Any, chunks: Any[], allBuffers: boolean): number {
    const parts: Uint8Array[] = []
    if (allBuffers) for (const chunk of chunks) parts.push(bytesOf(chunk))
    else for (let i = 0; i < chunks.length; i += 2) parts.push(this.#encode(chunks[i], chunks[i + 1]))
    return this.#write(request, concatenate(parts))
  }

  #encode(chunk: Any, encoding: string): Uint8Array {
    if (typeof chunk !== 'string') return bytesOf(chunk)
    return encodeText(chunk, encodingNamed(encoding), this.#realm.platform.encodeUtf8)
  }

  writeUtf8String(request: Any, text: string): number {
    return this.#write(request, this.#encode(text, 'utf8'))
  }

  writeAsciiString(request: Any, text: string): number {
    return this.#write(request, this.#encode(text, 'latin1'))
  }

  writeLatin1String(request: Any, text: string): number {
    return this.#write(request, this.#encode(text, 'latin1'))
  }

  writeUcs2String(request: Any, text: string): number {
    return this.#write(request, this.#encode(text, 'utf16le'))
  }

  /** Sends close_notify, then ends the stream below. */
  shutdown(request: Any): number {
    if (!this.#destroyed) {
      this.#connection?.close()
      this.#flush()
    }
    return this.#parent.shutdown(request)
  }

  readStart(): number {
    return this.#parent.readStart()
  }

  readStop(): number {
    return this.#parent.readStop()
  }

  useUserBuffer(data: ArrayBufferView): void {
    this.#userBuffer = bytesOf(data)
  }

  // --- a server's choice of its certificate

  /** Asks the program by `oncertcb`; the handshake goes on with `certCbDone`. */
  #askForContext(): void {
    if (this.#settings.asksForSession) {
      const sessionId = buffer(this.#realm, new Uint8Array(0))
      makeCallback(this, (this as Any).onclienthello, { sessionId, tlsTicket: true })
    }
    const servername = this.#connection!.serverName ?? ''
    if (this.#settings.asksForContext) makeCallback(this, (this as Any).oncertcb, { servername, OCSPRequest: false })
    else this.#resume()
  }

  certCbDone(): void {
    if (this.#settings.chooseContext((this as Any).sni_context)) this.#resume()
    else makeCallback(this, this.onerror, new TypeError('Invalid SNI context'))
  }

  #resume(): void {
    ;(this.#connection as Server).resume()
    this.#drain()
  }
}
