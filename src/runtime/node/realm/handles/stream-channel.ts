import { type KernelEvent, Op, PUSH, Ready, TAKE_DESCRIPTORS } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import { Descriptor } from './descriptor.ts'
import { WriteQueue } from './write-queue.ts'

const EBADF = 9
const EPIPE = 32
const ENOTCONN = 107
const ECANCELED = 125
const EINPROGRESS = 115
/** libuv's own number for the end of a stream. */
const UV_EOF = -4095

/** Callbacks from a stream to its handle. */
export interface StreamOwner {
  /** Received bytes; the owner copies what it keeps. */
  onData(bytes: Uint8Array): void
  /** The end of the stream (UV_EOF) or -errno. */
  onEnd(status: number): void
  onConnection(fd: number, sendSpace: number): void
  /** A descriptor that came with the bytes of the next `onData`. */
  onDescriptor(fd: number): void
  onActivity(active: boolean): void
}

/** A connection, a listener or a pipe (uv_stream_t): reads until it is told to stop, writes what fits and queues the rest. */
export class StreamChannel {
  readonly descriptor: Descriptor
  readonly #realm: RealmContext
  readonly #owner: StreamOwner
  #reading = false
  #listening = false
  #connected = false
  #shutdown = false
  #connecting: ((status: number) => void) | null = null
  readonly #writes: WriteQueue
  /** Bytes received before the owner stopped reading, or more than fit into its buffer. */
  #kept: Uint8Array | null = null
  #largestPiece = 0
  /** Whether descriptors may come with received bytes (uv_pipe_t with `ipc`). */
  takesDescriptors = false
  bytesRead = 0
  bytesWritten = 0

  constructor(realm: RealmContext, owner: StreamOwner) {
    this.#realm = realm
    this.#owner = owner
    this.descriptor = new Descriptor(realm, (event) => this.#onEvent(event))
    this.#writes = new WriteQueue(realm, this.descriptor)
  }

  /** Bytes that the program wrote and the socket has not accepted yet. */
  get queuedBytes(): number {
    return this.#writes.queuedBytes
  }

  get connected(): boolean {
    return this.#connected
  }

  /** Opens an accepted connection or standard stream. `sendSpace` null: unknown, since others may send there too. */
  open(fd: number, domain: number, sendSpace: number | null): void {
    this.descriptor.adopt(fd, domain)
    this.#connected = true
    if (sendSpace !== null) this.#realm.kernel.sendSpace.set(fd, sendSpace)
    else this.#writes.asksKernel = true
  }

  // --- reading

  /** Size of the owner's read buffer, which limits each read. */
  set largestPiece(size: number) {
    this.#largestPiece = size
  }

  readStart(): number {
    if (!this.#connected) return -ENOTCONN
    this.#reading = true
    this.#update()
    if (this.#kept) this.#realm.loop.defer(() => this.#deliverKept())
    return 0
  }

  readStop(): number {
    this.#reading = false
    this.#update()
    return 0
  }

  /** Puts back bytes that the owner could not take. */
  keep(bytes: Uint8Array): void {
    this.#kept = new Uint8Array(bytes)
    this.#realm.loop.defer(() => this.#deliverKept())
  }

  #deliverKept(): void {
    const bytes = this.#kept
    if (bytes === null || !this.#reading || this.descriptor.fd < 0) return
    this.#kept = null
    this.#owner.onData(bytes)
  }

  // --- opening

  listen(backlog: number): number {
    const result = this.#realm.kernel.call(Op.listen, this.descriptor.fd, backlog)
    if (result < 0) return result
    this.#listening = true
    this.#update()
    return 0
  }

  /** Returns -errno if the kernel refuses at once; otherwise 0, and calls `done` with 0 or -errno later. */
  connect(address: string, port: number, done: (status: number) => void): number {
    const result = this.#realm.kernel.call(Op.connect, this.descriptor.fd, port, 0, address)
    if (result < 0 && result !== -EINPROGRESS) return result
    this.#connecting = done
    this.#update()
    return 0
  }

  // --- events

  #onEvent(event: KernelEvent): void {
    if (this.#connecting) {
      this.#finishConnecting(event)
      this.#update()
    } else if (event.error > 0) this.#fail(-event.error)
    else if (this.#listening) {
      if ((event.mask & Ready.IN) !== 0) this.#owner.onConnection(event.value, event.sendSpace)
    } else {
      if ((event.mask & Ready.OUT) !== 0) this.#sendOn()
      if ((event.mask & Ready.IN) !== 0) {
        if (event.port > 0 && this.takesDescriptors) this.#owner.onDescriptor(event.port - 1)
        this.#received(event.bytes)
      }
    }
  }

  #finishConnecting(event: KernelEvent): void {
    const done = this.#connecting!
    if (event.error === 0 && (event.mask & Ready.OUT) === 0) return
    this.#connecting = null
    this.#connected = event.error === 0
    done(0 - event.error)
  }

  /** Handles input. With PUSH, input without bytes is the end of the stream. */
  #received(bytes: Uint8Array | null): void {
    if (bytes === null) this.#ended(UV_EOF)
    else if (this.#reading) this.#owner.onData(bytes)
    else this.#kept = new Uint8Array(bytes)
  }

  #ended(status: number): void {
    if (!this.#reading) return
    this.#reading = false
    this.#update()
    this.#owner.onEnd(status)
  }

  #fail(status: number): void {
    this.#realm.kernel.sendSpace.delete(this.descriptor.fd)
    this.#writes.fail(status)
    this.#connected = false
    this.#ended(status)
  }

  // --- writing

  /**
   * Sends as much as fits at once. Returns the number of bytes (all: the write is done) or -errno; queues the rest and calls `done`
   * later, from the event loop. `passed`: a descriptor to send with the bytes.
   */
  write(bytes: Uint8Array, done: (status: number) => void, passed = -1): number {
    if (this.descriptor.fd < 0) return -EBADF
    if (this.#shutdown || (!this.#connected && !this.#connecting)) return -EPIPE
    this.bytesWritten += bytes.length
    const sent = this.#writes.write(bytes, this.#connecting === null, done, passed)
    this.#update()
    return sent
  }

  #sendOn(): void {
    this.#writes.flush()
    this.#update()
  }

  shutdown(done: (status: number) => void): number {
    if (!this.#connected) return -ENOTCONN
    this.#shutdown = true
    this.#writes.end(done)
    this.#update()
    return 0
  }

  // --- the rest

  /** Updates what the kernel reports, and whether this keeps the process alive. */
  #update(): void {
    const wanted = this.#writes.wantedSpace
    let interest = 0
    if (this.#reading || this.#listening) interest |= Ready.IN | PUSH | (this.#largestPiece << 8)
    if (interest > 0 && this.takesDescriptors) interest |= TAKE_DESCRIPTORS
    if (this.#connecting || wanted > 0) interest |= Ready.OUT | PUSH
    this.descriptor.watch(interest, wanted)
    this.#owner.onActivity(this.#reading || this.#listening || this.#connecting !== null || !this.#writes.isEmpty)
  }

  close(reset: boolean): void {
    this.#listening = this.#reading = false
    this.#writes.fail(-ECANCELED)
    const connecting = this.#connecting
    this.#connecting = null
    if (connecting) this.#realm.loop.defer(() => connecting(-ECANCELED))
    this.descriptor.close(reset)
  }
}
