/** AF_UNIX stream sockets (unix(7)): named by a path, seen by the processes of one host only, delivering at once. */
import { type Endpoint, Errno, Ready, type Received, Shutdown } from '#network'

/** Linux's net.core.wmem_default. */
const SEND_BUFFER = 212_992

/** Descriptors that one socket may have on their way to it (SCM_MAX_FD, of one message on Linux). */
const MOST_PASSED = 253

/** A file on its way, which stays open although its sender may have closed it. */
interface PassedFile {
  /** Nobody received it. */
  letGo(): void
}

/** Bytes as they were sent, and the file that goes with the first of them. */
interface Piece {
  bytes: Uint8Array
  passed: PassedFile | null
}

/** The bound sockets of one host: by the inode of their path, or by an abstract name. */
export type UnixNames = Map<string, UnixSocket>

export class UnixSocket {
  readonly kind = 'unix'
  readonly family = 1
  onReadiness: (() => void) | null = null
  state: 'CLOSED' | 'LISTEN' | 'ESTABLISHED' = 'CLOSED'
  readonly #names: UnixNames
  #path = ''
  #name = ''
  #peer: UnixSocket | null = null
  #peerPath = ''
  #backlog = 0
  #waiting: UnixSocket[] = []
  #received: Piece[] = []
  #receivedBytes = 0
  #passed = 0
  #ended = false
  #shutWrite = false
  #error = 0
  #isPipe = false

  constructor(names: UnixNames) {
    this.#names = names
  }

  /** `name`: under which it is found, if that is not the path itself. */
  bind(path: string, name = path): number {
    if (path === '' || this.#path !== '') return -Errno.EINVAL
    if (this.#names.has(name)) return -Errno.EADDRINUSE
    this.#names.set(name, this)
    this.#path = path
    this.#name = name
    return 0
  }

  get isBound(): boolean {
    return this.#path !== ''
  }

  listen(backlog: number): number {
    if (this.#path === '' || this.state === 'ESTABLISHED') return -Errno.EINVAL
    this.state = 'LISTEN'
    this.#backlog = Math.max(0, backlog)
    return 0
  }

  /** At once: 0, ENOENT, ECONNREFUSED, or EAGAIN when the listener's queue is full. */
  connect(path: string, name = path): number {
    if (this.state === 'ESTABLISHED') return -Errno.EISCONN
    if (this.state === 'LISTEN') return -Errno.EINVAL
    const listener = this.#names.get(name)
    if (listener === undefined) return name === path ? -Errno.ENOENT : -Errno.ECONNREFUSED
    if (listener.state !== 'LISTEN') return -Errno.ECONNREFUSED
    if (listener.#waiting.length > listener.#backlog) return -Errno.EAGAIN
    const accepted = new UnixSocket(this.#names)
    accepted.#join(this, this.#path)
    this.#join(accepted, path)
    listener.#waiting.push(accepted)
    listener.onReadiness?.()
    return 0
  }

  /** Two connected sockets without names (socketpair(2)). */
  static pair(names: UnixNames): [UnixSocket, UnixSocket] {
    const pair: [UnixSocket, UnixSocket] = [new UnixSocket(names), new UnixSocket(names)]
    pair[0].#join(pair[1], '')
    pair[1].#join(pair[0], '')
    return pair
  }

  /** The two ends of a pipe (pipe(2)): one to read from, one to write to, whose only possible error is EPIPE. */
  static pipe(names: UnixNames): [UnixSocket, UnixSocket] {
    const ends = UnixSocket.pair(names)
    for (const end of ends) end.#isPipe = true
    return ends
  }

  #join(peer: UnixSocket, peerPath: string): void {
    this.#peer = peer
    this.#peerPath = peerPath
    this.state = 'ESTABLISHED'
  }

  accept(): UnixSocket | number {
    if (this.state !== 'LISTEN') return -Errno.EINVAL
    return this.#waiting.shift() ?? -Errno.EAGAIN
  }

  readiness(): number {
    if (this.state === 'LISTEN') return this.#waiting.length > 0 ? Ready.IN : 0
    if (this.state === 'CLOSED') return Ready.OUT | Ready.HUP
    let ready = this.#receivedBytes > 0 || this.#ended ? Ready.IN : 0
    if (this.#error !== 0) ready |= Ready.ERR | Ready.IN
    if (this.#peer === null || (this.#ended && this.#shutWrite)) ready |= Ready.HUP
    if (this.#peer === null || this.sendSpace() > 0) ready |= Ready.OUT
    return ready
  }

  send(bytes: Uint8Array): number {
    if (this.#error !== 0) return -this.takeError()
    if (this.state !== 'ESTABLISHED') return -Errno.ENOTCONN
    const peer = this.#peer
    if (peer === null || this.#shutWrite) return -Errno.EPIPE
    const taken = Math.min(bytes.length, this.sendSpace())
    if (taken === 0) return bytes.length === 0 ? 0 : -Errno.EAGAIN
    return this.#give(peer, bytes.slice(0, taken), null)
  }

  /** Sends like `send`, with a file for which the receiver gets a descriptor. */
  pass(bytes: Uint8Array, passed: PassedFile): number {
    const peer = this.#peer
    if (peer !== null && peer.#passed >= MOST_PASSED) return -Errno.ENOBUFS
    if (this.state !== 'ESTABLISHED' || peer === null || this.#shutWrite || bytes.length === 0) return this.send(bytes)
    const taken = Math.min(bytes.length, this.sendSpace())
    return taken === 0 ? -Errno.EAGAIN : this.#give(peer, bytes.slice(0, taken), passed)
  }

  #give(peer: UnixSocket, bytes: Uint8Array, passed: PassedFile | null): number {
    peer.#received.push({ bytes, passed })
    peer.#receivedBytes += bytes.length
    if (passed !== null) peer.#passed++
    peer.onReadiness?.()
    return bytes.length
  }

  /** Takes the file that came with the bytes of the next `receive`; the caller then owns it. */
  takePassed(): PassedFile | null {
    const piece = this.#received[0]
    const passed = piece?.passed ?? null
    if (passed === null) return null
    piece!.passed = null
    this.#passed--
    return passed
  }

  /** A file that came with the bytes and was not taken before is closed. */
  receive(max: number): Received | number {
    this.takePassed()?.letGo()
    const piece = this.#received[0]
    if (piece === undefined) {
      if (this.#error !== 0) return -this.takeError()
      if (this.#ended) return { bytes: new Uint8Array(0), from: null }
      return this.state === 'ESTABLISHED' ? -Errno.EAGAIN : -Errno.EINVAL
    }
    const bytes = piece.bytes.slice(0, max)
    if (piece.bytes.length <= max) this.#received.shift()
    else piece.bytes = piece.bytes.subarray(max)
    this.#receivedBytes -= bytes.length
    this.#peer?.onReadiness?.()
    return { bytes, from: null }
  }

  sendSpace(): number {
    return this.#peer === null || this.#shutWrite ? 0 : SEND_BUFFER - this.#peer.#receivedBytes
  }

  takeError(): number {
    const error = this.#error
    this.#error = 0
    return error
  }

  shutdown(how: number): number {
    if (this.state !== 'ESTABLISHED') return -Errno.ENOTCONN
    if (how !== Shutdown.READ && !this.#shutWrite) {
      this.#shutWrite = true
      if (this.#peer !== null) this.#peer.#end(0)
    }
    if (how !== Shutdown.WRITE) this.#end(0)
    return 0
  }

  localEndpoint(): Endpoint | null {
    return { address: this.#path, port: 0 }
  }

  remoteEndpoint(): Endpoint | null {
    return this.state === 'ESTABLISHED' ? { address: this.#peerPath, port: 0 } : null
  }

  getOption(): number {
    return -Errno.EOPNOTSUPP
  }

  setOption(): number {
    return -Errno.EOPNOTSUPP
  }

  receiveQueueLength(): number {
    return this.state === 'LISTEN' ? this.#waiting.length : this.#receivedBytes
  }

  sendQueueLength(): number {
    return this.state === 'LISTEN' ? this.#backlog : this.#peer === null ? 0 : this.#peer.#receivedBytes
  }

  /** The peer reads its end, or ECONNRESET when something that it sent is left unread (af_unix.c, unix_release_sock). */
  close(): void {
    this.#release(this.#receivedBytes > 0 && !this.#isPipe)
  }

  reset(): void {
    this.#release(true)
  }

  #release(abort: boolean): void {
    if (this.#names.get(this.#name) === this) this.#names.delete(this.#name)
    for (const waiting of this.#waiting.splice(0)) waiting.reset()
    for (const { passed } of this.#received.splice(0)) passed?.letGo()
    const peer = this.#peer
    this.#peer = null
    this.state = 'CLOSED'
    if (peer === null) return
    peer.#peer = null
    peer.#end(abort ? Errno.ECONNRESET : 0)
  }

  #end(error: number): void {
    this.#ended = true
    if (error !== 0) this.#error = error
    this.onReadiness?.()
  }
}
