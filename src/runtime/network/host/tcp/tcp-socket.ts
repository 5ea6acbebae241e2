/** A TCP socket as a program's kernel sees it: POSIX calls on a connection or a listener, with Linux's error numbers. */
import { addressFamily, type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import type { Path } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, Received, TcpSocket, TcpState, TcpStats } from '../socket.ts'
import { addressForProgram, addressFromProgram, destinationOf, endpointForProgram, isAny } from '../socket-address.ts'
import { BindFlag, Ready, Shutdown, SocketOption } from '../socket-constants.ts'
import { abandonConnection, abortConnection, closeSending, endConnection } from './closing.ts'
import type { Connection, ConnectionOwner } from './connection.ts'
import { acknowledgeAfterRead } from './delayed-ack.ts'
import { Listener } from './listener.ts'
import { sendAck, sendPending, sendSyn } from './output.ts'
import { PortClaim } from './port-claim.ts'
import { applyOptions, defaultOptions, getTcpOption, setTcpOption, type TcpOptions } from './socket-options.ts'
import type { TcpLayer } from './tcp-layer.ts'
import { connectionStats, unconnectedStats } from './tcp-stats.ts'

const NOTHING = new Uint8Array(0)

export class HostTcpSocket implements TcpSocket, ConnectionOwner {
  readonly kind = 'tcp'
  readonly family: Family
  readonly inode: number
  onReadiness: (() => void) | null = null
  readonly options: TcpOptions
  readonly #layer: TcpLayer
  #connection: Connection | null = null
  #listener: Listener | null = null
  #claim: PortClaim | null = null
  #closed = false
  /** A connect is under way as far as the program knows: the first call after its success says so once more. */
  #connecting = false

  constructor(layer: TcpLayer, family: Family, inode: number) {
    this.#layer = layer
    this.family = family
    this.inode = inode
    this.options = defaultOptions(layer.settings)
  }

  get connection(): Connection | null {
    return this.#connection
  }

  get queue(): Listener | null {
    return this.#listener
  }

  /** As on Linux a socket is done with its connection when that enters TIME-WAIT, which then lives on without it. */
  get state(): TcpState {
    if (this.#listener !== null) return 'LISTEN'
    const state = this.#connection?.state ?? 'CLOSED'
    return state === 'TIME_WAIT' ? 'CLOSED' : state
  }

  // --- names

  bind(address: string, port: number, flags = 0): number {
    if (this.#claim !== null || this.#connection !== null) return -Errno.EINVAL
    const local = addressFromProgram(address, this.family)
    if (typeof local === 'number') return local
    if (!isAny(local) && !this.#layer.ip.owns(local)) return -Errno.EADDRNOTAVAIL
    if (flags & BindFlag.REUSEADDR) this.options.reuseAddress = true
    return this.#claimPort(local, port, flags)
  }

  #claimPort(address: IpAddress, port: number, flags: number): number {
    const holder = {
      address,
      onlyIpv6: (flags & BindFlag.V6ONLY) !== 0,
      reuseAddress: this.options.reuseAddress,
      reusePort: (flags & BindFlag.REUSEPORT) !== 0,
      listening: false,
    }
    const { ports } = this.#layer
    const chosen = port === 0 ? ports.chooseForBind(holder) : port
    if (chosen === null || !ports.isFree(chosen, holder)) return -Errno.EADDRINUSE
    this.#claim = this.#layer.claim(new PortClaim(chosen, holder))
    return 0
  }

  localEndpoint(): Endpoint | null {
    const local = this.#connection?.local ?? this.#claim
    return local === null ? null : endpointForProgram({ address: local.address, port: local.port }, this.family)
  }

  remoteEndpoint(): Endpoint | null {
    const connection = this.#connection
    if (connection === null || this.state === 'CLOSED' || this.state === 'SYN_SENT') return null
    return endpointForProgram(connection.remote, this.family)
  }

  // --- opening

  connect(address: string, port: number): number {
    const answer = this.#answerConnect()
    if (answer !== null) return answer
    const given = addressFromProgram(address, this.family)
    if (typeof given === 'number') return given
    const remote = { address: destinationOf(given), port }
    const path = this.#pathTo(remote.address)
    if (typeof path === 'number') return path
    if (path.broadcast || isMulticast(remote.address)) return -Errno.ENETUNREACH
    const localPort = this.#claimForConnect(path.source, remote)
    if (localPort < 0) return localPort
    const local = { address: path.source, port: localPort }
    const connection = this.#layer.createConnection(local, remote, path)
    this.#layer.connections.add(connection)
    this.#layer.use(connection, this.#claim!)
    this.#adopt(connection)
    connection.state = 'SYN_SENT'
    this.#connecting = true
    this.#layer.count('TcpActiveOpens')
    sendSyn(connection)
    return -Errno.EINPROGRESS
  }

  /** From the address bound to, if there is one. One of IPv6 cannot reach IPv4, nor can a socket that is for IPv6 only. */
  #pathTo(destination: IpAddress): Path | number {
    const claim = this.#claim
    const isIpv4 = addressFamily(destination) === 4
    if (isIpv4 && claim?.onlyIpv6) return -Errno.ENETUNREACH
    const source = claim === null || isAny(claim.address) ? null : claim.address
    if (source !== null && (addressFamily(source) === 4) !== isIpv4) return -Errno.ENETUNREACH
    return this.#layer.ip.path(destination, source)
  }

  /** What connect says to a socket that is not fresh; null when it may connect. */
  #answerConnect(): number | null {
    if (this.#listener !== null) return -Errno.EISCONN
    const connection = this.#connection
    if (connection === null) return null
    if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return -Errno.EALREADY
    if (connection.state !== 'CLOSED') {
      if (!this.#connecting) return -Errno.EISCONN
      this.#connecting = false
      return 0
    }
    const error = this.takeError()
    if (error !== 0) return -error
    this.#connection = null
    return null
  }

  /** The port to connect from, claimed; -EADDRNOTAVAIL when none is free or this pair of ends is in use. */
  #claimForConnect(source: IpAddress, remote: Endpoint): number {
    const { connections, ports } = this.#layer
    const unused = (port: number) => connections.find(source, port, remote.address, remote.port) === undefined
    if (this.#claim !== null) return unused(this.#claim.port) ? this.#claim.port : -Errno.EADDRNOTAVAIL
    const holder = { address: source, onlyIpv6: false, reuseAddress: this.options.reuseAddress, reusePort: false }
    const free = (port: number) => unused(port) && ports.holders(port).every((claim) => claim.connectOnly)
    const port = ports.chooseForConnect(`${source} ${remote.address} ${remote.port}`, free)
    if (port === null) return -Errno.EADDRNOTAVAIL
    this.#claim = this.#layer.claim(new PortClaim(port, holder))
    this.#claim.connectOnly = true
    return port
  }

  #adopt(connection: Connection): void {
    this.#connection = connection
    connection.owner = this
    applyOptions(this.options, connection)
  }

  listen(backlog: number): number {
    const limited = Math.min(Math.max(backlog, 0), this.#layer.settings.maximumBacklog)
    if (this.#listener !== null) {
      this.#listener.backlog = limited
      return 0
    }
    if (this.#connection !== null && this.#connection.state !== 'CLOSED') return -Errno.EINVAL
    if (this.#claim === null) {
      const failed = this.#claimPort(this.family === 6 ? '::' : '0.0.0.0', 0, 0)
      if (failed < 0) return failed
    }
    const claim = this.#claim!
    claim.listener = this
    if (!this.#layer.ports.isFree(claim.port, claim)) {
      claim.listener = null
      return -Errno.EADDRINUSE
    }
    this.#listener = new Listener(limited, () => this.onReadiness?.())
    return 0
  }

  accept(): TcpSocket | number {
    if (this.#listener === null) return -Errno.EINVAL
    const connection = this.#listener.shift()
    if (connection === undefined) return -Errno.EAGAIN
    const accepted = this.#layer.createSocket(this.family)
    Object.assign(accepted.options, this.options)
    accepted.#connection = connection
    connection.owner = accepted
    return accepted
  }

  /** A connection opened by a peer gets this listener's options and holds its port. */
  lend(connection: Connection): void {
    this.#layer.use(connection, this.#claim!)
    this.configure(connection)
  }

  /** Gives it this socket's options. */
  configure(connection: Connection): void {
    applyOptions(this.options, connection)
  }

  // --- data

  send(bytes: Uint8Array): number {
    const connection = this.#connection
    if (connection === null) return -Errno.EPIPE
    if (connection.error !== 0) return -this.takeError()
    if (connection.sendShut) return -Errno.EPIPE
    if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return -Errno.EAGAIN
    const count = Math.min(bytes.length, this.sendSpace())
    if (count === 0 && bytes.length > 0) return -Errno.EAGAIN
    connection.sendBuffer.append(count === bytes.length ? bytes : bytes.subarray(0, count))
    sendPending(connection)
    return count
  }

  receive(max: number): Received | number {
    const connection = this.#connection
    if (connection === null) return -Errno.ENOTCONN
    if (connection.receiveBuffer.unread > 0) {
      const bytes = connection.receiveBuffer.read(max)
      connection.autotuning.onRead(connection, bytes.length)
      if (connection.state !== 'CLOSED' && acknowledgeAfterRead(connection, bytes.length)) sendAck(connection)
      return { bytes, from: null }
    }
    if (connection.finReceived) return { bytes: NOTHING, from: null }
    if (connection.error !== 0) return -this.takeError()
    if (connection.receiveShut) return { bytes: NOTHING, from: null }
    return -Errno.EAGAIN
  }

  sendSpace(): number {
    const connection = this.#connection
    if (connection === null || connection.sendShut) return 0
    if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return 0
    return Math.max(0, connection.sendBufferLimit - connection.sendBuffer.length)
  }

  /** Linux's tcp_poll. A stream is writable while a third of its send buffer is free. */
  readiness(): number {
    if (this.#listener !== null) return this.#listener.length > 0 ? Ready.IN : 0
    const connection = this.#connection
    if (connection === null) return this.#closed ? 0 : Ready.OUT | Ready.HUP
    let ready = connection.error !== 0 ? Ready.ERR : 0
    if (connection.state === 'CLOSED' || (connection.sendShut && connection.receiveShut)) ready |= Ready.HUP
    if (connection.receiveShut) ready |= Ready.IN
    if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return ready
    if (connection.receiveBuffer.unread > 0) ready |= Ready.IN
    const queued = connection.sendBuffer.length
    if (connection.sendShut || connection.sendBufferLimit - queued >= queued >> 1) ready |= Ready.OUT
    return ready
  }

  takeError(): number {
    const error = this.#connection?.error ?? 0
    if (this.#connection !== null) this.#connection.error = 0
    return error
  }

  // --- closing

  shutdown(how: number): number {
    const connection = this.#connection
    if (how !== Shutdown.READ && how !== Shutdown.WRITE && how !== Shutdown.BOTH) return -Errno.EINVAL
    if (this.#listener !== null) {
      if (how !== Shutdown.WRITE) this.#stopListening()
      return 0
    }
    if (connection === null || this.state === 'CLOSED') return -Errno.ENOTCONN
    if (how !== Shutdown.WRITE) connection.receiveShut = true
    if (how !== Shutdown.READ) closeSending(connection)
    connection.touch()
    connection.settle()
    return 0
  }

  reset(): void {
    this.options.resetOnClose = true
    this.close()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.onReadiness = null
    this.#stopListening()
    const connection = this.#connection
    if (connection !== null && connection.state !== 'CLOSED') {
      connection.owner = null
      if (this.options.resetOnClose) abortConnection(connection, 0)
      else abandonConnection(connection)
    }
    if (this.#claim !== null) this.#layer.unuse(this.#claim)
    this.#claim = null
    this.#layer.forgetSocket(this)
  }

  /** Nobody will accept what waits: established connections are reset, half-open ones forgotten (Linux's inet_csk_listen_stop). */
  #stopListening(): void {
    const listener = this.#listener
    if (listener === null) return
    this.#listener = null
    this.#claim!.listener = null
    const { halfOpen, established } = listener.drain()
    for (const connection of established) {
      connection.owner = null
      abortConnection(connection, 0)
    }
    for (const connection of halfOpen) {
      connection.owner = null
      endConnection(connection, 0)
    }
  }

  connectionChanged(): void {
    this.onReadiness?.()
  }

  // --- options and tables

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    return getTcpOption(this.options, this.#connection, this.#layer.settings, option)
  }

  setOption(option: number, value: number, text?: string): number {
    const result = setTcpOption(this.options, option, value, text)
    const connection = this.#connection
    if (result === 0 && connection !== null && connection.state !== 'CLOSED') {
      applyOptions(this.options, connection)
      // Nagle or the cork may have held something back.
      if (option === SocketOption.NODELAY || option === SocketOption.CORK) sendPending(connection)
    }
    return result
  }

  stats(): TcpStats {
    return this.#connection === null ? unconnectedStats(this.state) : connectionStats(this.#connection)
  }

  receiveQueueLength(): number {
    return this.#listener?.length ?? this.#connection?.receiveBuffer.unread ?? 0
  }

  sendQueueLength(): number {
    return this.#listener?.backlog ?? this.#connection?.sendBuffer.length ?? 0
  }

  /** null for a socket that neither listens nor is connected: ss does not show it. */
  row(): SocketRow | null {
    const local = this.localEndpoint()
    if (local === null || this.state === 'CLOSED') return null
    const row: SocketRow = {
      proto: 'tcp',
      state: this.state,
      local,
      recvQ: this.receiveQueueLength(),
      sendQ: this.sendQueueLength(),
      inode: this.inode,
    }
    if (this.#connection === null) return row
    const { address, port } = this.#connection.remote
    return { ...row, remote: { address: addressForProgram(address, this.family), port } }
  }
}
