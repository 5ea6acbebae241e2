import { concatenate } from '#network'
import { DescriptorKind, Op } from '../../syscalls/index.ts'
import { AsyncWrap, completeRequest, makeCallback, realmOf } from '../async-wrap.ts'
import { bytesOf, ownBuffer } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import { type Encoding, encodeText, encodingNamed } from '../encodings.ts'
import { Handle, handleState, StreamChannel } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'

/** Not a method: see `realmOf`. */
export let channelOf: (handle: StreamHandle) => StreamChannel

/** node::LibuvStreamWrap with StreamBase: what `net` calls on TCP sockets and pipes. */
export class StreamHandle extends Handle {
  readonly #channel: StreamChannel
  readonly #realm: RealmContext
  /** [bytes read or error, offset, bytes written, last write was asynchronous]: results besides the return value. */
  readonly #state: Int32Array
  #onread: unknown
  #userBuffer: Uint8Array | null = null
  reading = false
  onconnection: unknown = null

  static {
    channelOf = (handle) => handle.#channel
  }

  constructor(realm: RealmContext, provider: string) {
    super(realm, provider)
    this.#realm = realm
    this.#state = realm.streamState
    const state = handleState(this)
    const waiting = { handle: this, queuedBytes: () => this.#channel.queuedBytes }
    this.#channel = new StreamChannel(realm, {
      onData: (bytes) => this.#deliver(bytes),
      onEnd: (status) => this.#callOnRead(status, 0, undefined),
      onConnection: (fd, sendSpace) => this.#accept(fd, sendSpace),
      onDescriptor: (fd) => {
        ;(this as Any).pendingHandle = handleFor(realm, fd)
      },
      onActivity: (active) => {
        state.active = active
        if (this.#channel.queuedBytes > 0) realm.held.add(waiting)
      },
    })
    state.release = () => this.#channel.close(this.resets)
  }

  /** Whether closing resets the connection. */
  protected get resets(): boolean {
    return false
  }

  get onread(): unknown {
    return this.#onread
  }

  set onread(callback: unknown) {
    this.#onread = callback
  }

  get fd(): number {
    return this.#channel.descriptor.fd
  }

  get bytesRead(): number {
    return this.#channel.bytesRead
  }

  get bytesWritten(): number {
    return this.#channel.bytesWritten
  }

  get writeQueueSize(): number {
    return this.#channel.queuedBytes
  }

  get isStreamBase(): boolean {
    return true
  }

  setBlocking(): number {
    return 0
  }

  useUserBuffer(buffer: ArrayBufferView): void {
    this.#userBuffer = bytesOf(buffer)
    this.#channel.largestPiece = this.#userBuffer.length
  }

  readStart(): number {
    return handleState(this).isClosing ? -this.#realm.errno('EINVAL') : this.#channel.readStart()
  }

  readStop(): number {
    return this.#channel.readStop()
  }

  #deliver(bytes: Uint8Array): void {
    this.#channel.bytesRead += bytes.length
    const reader = this.#realm.streamReaders.get(this)
    if (reader) {
      reader(bytes)
      return
    }
    const into = this.#userBuffer
    if (!into) {
      this.#callOnRead(bytes.length, 0, ownBuffer(bytes))
      return
    }
    const count = Math.min(bytes.length, into.length)
    into.set(bytes.subarray(0, count))
    if (count < bytes.length) {
      this.#channel.bytesRead -= bytes.length - count
      this.#channel.keep(bytes.subarray(count))
    }
    this.#callOnRead(count, 0, undefined)
  }

  #callOnRead(status: number, offset: number, buffer: ArrayBuffer | undefined): void {
    this.#state[0] = status
    this.#state[1] = offset
    const next = makeCallback(this, this.#onread, buffer)
    if (next !== undefined && ArrayBuffer.isView(next)) this.#userBuffer = bytesOf(next)
  }

  #accept(fd: number, sendSpace: number): void {
    const connection = this.createConnection()
    channelOf(connection).open(fd, this.#channel.descriptor.domain, sendSpace)
    makeCallback(this, this.onconnection, 0, connection)
  }

  /** Makes a handle for an accepted connection. */
  protected createConnection(): StreamHandle {
    throw new Error('This handle does not accept connections')
  }

  // --- writes: each returns 0 or -errno and stores its other results in the state array

  #write(request: Any, bytes: Uint8Array, passed?: Any): number {
    const finish = (status: number) => completeRequest(request, request.oncomplete, status, this, undefined)
    const sent = handleState(this).isClosing
      ? -this.#realm.errno('EBADF')
      : this.#channel.write(bytes, finish, Number(passed?.fd ?? -1))
    this.#state[2] = bytes.length
    this.#state[3] = sent >= 0 && sent < bytes.length ? 1 : 0
    return Math.min(sent, 0)
  }

  #writeText(request: Any, text: string, encoding: Encoding, passed?: Any): number {
    return this.#write(request, encodeText(text, encoding, this.#realm.platform.encodeUtf8), passed)
  }

  writeBuffer(request: Any, buffer: Uint8Array, passed?: Any): number {
    if (!ArrayBuffer.isView(buffer))
      throw this.#realm.nodeError('ERR_INVALID_ARG_TYPE', 'buffer', ['Buffer', 'TypedArray', 'DataView'], buffer)
    // A plain view: Buffer's own `slice` does not copy, but the kernel needs a copy.
    return this.#write(request, new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength), passed)
  }

  writev(request: Any, chunks: Any[], allBuffers: boolean): number {
    const { encodeUtf8 } = this.#realm.platform
    const parts: Uint8Array[] = []
    if (allBuffers) for (const chunk of chunks) parts.push(bytesOf(chunk))
    else
      for (let i = 0; i < chunks.length; i += 2)
        parts.push(
          typeof chunks[i] === 'string'
            ? encodeText(chunks[i], encodingNamed(chunks[i + 1]), encodeUtf8)
            : bytesOf(chunks[i]),
        )
    return this.#write(request, concatenate(parts))
  }

  /** `passed`: a handle whose descriptor is sent with the text. */
  writeUtf8String(request: Any, text: string, passed?: Any): number {
    return this.#writeText(request, text, 'utf8', passed)
  }

  writeAsciiString(request: Any, text: string): number {
    return this.#writeText(request, text, 'latin1')
  }

  writeLatin1String(request: Any, text: string): number {
    return this.#writeText(request, text, 'latin1')
  }

  writeUcs2String(request: Any, text: string): number {
    return this.#writeText(request, text, 'utf16le')
  }

  shutdown(request: Any): number {
    return this.#channel.shutdown((status) => completeRequest(request, request.oncomplete, status, this, undefined))
  }
}

/** Makes a handle for a descriptor that another process has sent: LibuvStreamWrap::AcceptHandle. */
function handleFor(realm: RealmContext, fd: number): Any {
  const kind = realm.kernel.call(Op.kind, fd)
  const { SOCKET } = realm.constants.pipe_wrap.constants
  const make = (binding: string, name: string) => new (realm.internalBinding(binding)[name])(SOCKET)
  if (kind !== DescriptorKind.tcp && kind !== DescriptorKind.udp && kind !== DescriptorKind.pipe) {
    realm.kernel.post(Op.close, fd)
    return undefined
  }
  const names = { [DescriptorKind.tcp]: 'TCP', [DescriptorKind.udp]: 'UDP', [DescriptorKind.pipe]: 'Pipe' }
  const handle = make(`${names[kind].toLowerCase()}_wrap`, names[kind])
  handle.open(fd)
  return handle
}

/** Connects a handle's channel and completes the request, as node::ConnectionWrap::AfterConnect. Returns -errno if the kernel refused at once, or 0. */
export function connectHandle(handle: StreamHandle, request: Any, address: string, port: number): number {
  const { requests } = realmOf(handle).active
  const result = channelOf(handle).connect(address, port, (status) => {
    requests.delete(request)
    afterConnect(handle, request, status)
  })
  if (result === 0) requests.add(request)
  return result
}

/** The same, but reports every error to the request, as libuv does for pipes. */
export function connectHandleLater(handle: StreamHandle, request: Any, path: string): void {
  const result = connectHandle(handle, request, path, 0)
  if (result === 0) return
  const { active, loop } = realmOf(handle)
  active.requests.add(request)
  loop.defer(() => {
    active.requests.delete(request)
    afterConnect(handle, request, result)
  })
}

function afterConnect(handle: StreamHandle, request: Any, status: number): void {
  completeRequest(request, request.oncomplete, status, handle, request, status === 0, status === 0)
}

/** `internalBinding('stream_wrap')`. */
export function streamBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.stream_wrap,
    streamBaseState: realm.streamState,
    LibuvStreamWrap: StreamHandle,
    ShutdownWrap: class ShutdownWrap extends AsyncWrap {
      constructor() {
        super(realm, 'SHUTDOWNWRAP')
      }
    },
    WriteWrap: class WriteWrap extends AsyncWrap {
      constructor() {
        super(realm, 'WRITEWRAP')
      }
    },
  }
}
