/** AF_UNIX stream sockets (unix(7)): named by a path, seen by the processes of one host only, delivering at once. */
import { type Endpoint, Errno, Ready, type Received, Shutdown } from '../../network/index.ts'

/** Linux's net.core.wmem_default. */
const SEND_BUFFER = 212_992

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
  #received: Uint8Array[] = []
  #receivedBytes = 0
  #ended = false
  #shutWrite = false
  #error = 0

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
    peer.#received.push(bytes.slice(0, taken))
    peer.#receivedBytes += taken
    peer.onReadiness?.()
    return taken
  }

  receive(max: number): Received | number {
    const piece = this.#received[0]
    if (piece === undefined) {
      if (this.#error !== 0) return -this.takeError()
      if (this.#ended) return { bytes: new Uint8Array(0), from: null }
      return this.state === 'ESTABLISHED' ? -Errno.EAGAIN : -Errno.EINVAL
    }
    if (piece.length <= max) this.#received.shift()
    else this.#received[0] = piece.subarray(max)
    const bytes = piece.slice(0, max)
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
    this.#release(this.#receivedBytes > 0)
  }

  reset(): void {
    this.#release(true)
  }

  #release(abort: boolean): void {
    if (this.#names.get(this.#name) === this) this.#names.delete(this.#name)
    for (const waiting of this.#waiting.splice(0)) waiting.reset()
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
