/** A TCP socket as a program's kernel sees it: POSIX calls on a connection or a listener, with Linux's error numbers. */
import { type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import { deviceToBind, indexOfDevice } from '../bound-device.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, Received, TcpSocket, TcpState, TcpStats } from '../socket.ts'
import { destinationOf, isAny } from '../socket-address.ts'
import { BindFlag, Ready, Shutdown, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import type { TcpInfo } from '../tcp-info.ts'
import { zonedAddressFrom, zonedEndpoint } from '../zone.ts'
import { abandonConnection, abortConnection, closeSending } from './closing.ts'
import type { Connection, ConnectionOwner } from './connection.ts'
import { wantQuickAcks } from './delayed-ack.ts'
import { Listener } from './listener.ts'
import { sendPending } from './output.ts'
import { claimForBind, claimForConnect, type PortClaim, pathFrom } from './port-claim.ts'
import { applyOptions, defaultOptions, getTcpOption, setTcpOption, type TcpOptions } from './socket-options.ts'
import { receiveBytes, sendBytes, sendSpace, streamReadiness, takeStreamError } from './stream.ts'
import { sendSyn } from './syn-output.ts'
import { connectionInformation, noInformation } from './tcp-information.ts'
import type { TcpLayer } from './tcp-layer.ts'
import { connectionStats, unconnectedStats } from './tcp-stats.ts'
import { isAtMark, queuedBeforeMark } from './urgent.ts'

export class HostTcpSocket implements TcpSocket, ConnectionOwner, SocketSource {
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
    if (family === 4) this.options.timeToLive = layer.ip.settings.timeToLive
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
    const { ip } = this.#layer
    const named = zonedAddressFrom(ip, address, this.family)
    if (typeof named === 'number') return named
    const { address: local, zone } = named
    if (!isAny(local) && !(ip.owns(local) && (zone === null || ip.ownerOf(local) === zone))) return -Errno.EADDRNOTAVAIL
    if (zone !== null) this.options.device = zone
    if (flags & BindFlag.REUSEADDR) this.options.reuseAddress = true
    return this.#claimPort(local, port, flags)
  }

  #claimPort(address: IpAddress, port: number, flags: number): number {
    const claim = claimForBind(this.#layer, this.options, address, port, flags)
    if (typeof claim === 'number') return claim
    this.#claim = claim
    return 0
  }

  localEndpoint(): Endpoint | null {
    const local = this.#connection?.local ?? this.#claim
    return local === null ? null : this.#shown({ address: local.address, port: local.port })
  }

  remoteEndpoint(): Endpoint | null {
    const connection = this.#connection
    if (connection === null || this.state === 'CLOSED' || this.state === 'SYN_SENT') return null
    return this.#shown(connection.remote)
  }

  /** An end as the program sees it: of a link-local one, with the interface. */
  #shown(endpoint: Endpoint): Endpoint {
    return zonedEndpoint(endpoint, this.family, this.#connection?.flow.device ?? this.options.device)
  }

  // --- opening

  connect(address: string, port: number): number {
    const answer = this.#answerConnect()
    if (answer !== null) return answer
    const given = zonedAddressFrom(this.#layer.ip, address, this.family)
    if (typeof given === 'number') return given
    const { zone } = given
    if (zone !== null && this.options.device !== null && this.options.device !== zone) return -Errno.EINVAL
    if (zone !== null) this.options.device = zone
    const remote = { address: destinationOf(given.address), port }
    const path = pathFrom(this.#layer, this.#claim, remote.address, this.options.device)
    if (typeof path === 'number') return path
    if (path.broadcast || isMulticast(remote.address)) return -Errno.ENETUNREACH
    const claim = claimForConnect(this.#layer, this.#claim, this.options, path.source, remote)
    if (typeof claim === 'number') return claim
    this.#claim = claim
    const local = { address: path.source, port: claim.port }
    const connection = this.#layer.createConnection(local, remote, path, this.options.device)
    this.#layer.connections.add(connection)
    this.#layer.use(connection, claim)
    this.#adopt(connection)
    connection.state = 'SYN_SENT'
    this.#connecting = true
    this.#layer.count('TcpActiveOpens')
    sendSyn(connection)
    return -Errno.EINPROGRESS
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

  #adopt(connection: Connection): void {
    this.#connection = connection
    connection.owner = this
    applyOptions(this.options, connection)
  }

  listen(backlog: number): number {
    const limited = Math.min(Math.max(backlog, 0), this.#layer.settings.maximumBacklog)
    if (this.#listener !== null) {
      this.#listener.backlog = limited
      this.#touched()
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
    this.#listener = new Listener(limited, () => {
      this.#touched()
      this.onReadiness?.()
    })
    this.#touched()
    return 0
  }

  accept(): TcpSocket | number {
    if (this.#listener === null) return -Errno.EINVAL
    const connection = this.#listener.shift()
    if (connection === undefined) return -Errno.EAGAIN
    const accepted = this.#layer.createSocket(this.family)
    Object.assign(accepted.options, this.options, { device: connection.flow.device })
    accepted.#connection = connection
    connection.owner = accepted
    this.#touched()
    this.#layer.touched(connection)
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

  send(bytes: Uint8Array, _to?: Endpoint, flags = 0): number {
    return this.#connection === null ? -Errno.EPIPE : sendBytes(this.#connection, bytes, flags)
  }

  receive(max: number, flags = 0): Received | number {
    return this.#connection === null ? -Errno.ENOTCONN : receiveBytes(this.#connection, max, flags)
  }

  sendSpace(): number {
    return this.#connection === null ? 0 : sendSpace(this.#connection)
  }

  readiness(): number {
    if (this.#listener !== null) return this.#listener.length > 0 ? Ready.IN : 0
    if (this.#connection !== null) return streamReadiness(this.#connection)
    return this.#closed ? 0 : Ready.OUT | Ready.HUP
  }

  takeError(): number {
    return this.#connection === null ? 0 : takeStreamError(this.#connection)
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
    if (connection !== null) this.#layer.touched(connection)
  }

  #stopListening(): void {
    const listener = this.#listener
    if (listener === null) return
    this.#listener = null
    this.#claim!.listener = null
    listener.close()
    this.#touched()
  }

  #touched(): void {
    this.#layer.ip.watch?.socketTouched(this)
  }

  /** Of a listener; a connection's row is its connection's business. */
  tableRow(): SocketDetail | null {
    const row = this.#listener === null ? null : this.row()
    return row === null ? null : { row, stats: null }
  }

  connectionChanged(): void {
    this.onReadiness?.()
  }

  // --- options and tables

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    if (option === SocketOption.BIND_TO_DEVICE) return indexOfDevice(this.#layer.ip, this.options.device)
    return getTcpOption(this.options, this.#connection, this.#layer.settings, option)
  }

  setOption(option: number, value: number, text?: string): number {
    if (option === SocketOption.BIND_TO_DEVICE) return this.#bindToDevice(text ?? '')
    const result = setTcpOption(this.options, option, value, text)
    const connection = this.#connection
    if (result === 0 && connection !== null && connection.state !== 'CLOSED') {
      applyOptions(this.options, connection)
      // Nagle or the cork may have held something back.
      // Linux pushes what is queued at TCP_NODELAY even past a cork.
      if (option === SocketOption.NODELAY) sendPending(connection, value !== 0 ? 'push' : 'usual')
      if (option === SocketOption.CORK) sendPending(connection)
      if (option === SocketOption.QUICK_ACK) wantQuickAcks(connection, value !== 0)
    }
    return result
  }

  #bindToDevice(name: string): number {
    const device = deviceToBind(this.#layer.ip, name)
    if (typeof device === 'number') return device
    this.options.device = device
    if (this.#claim !== null) this.#claim.device = device
    this.#connection?.bindToDevice(device)
    return 0
  }

  stats(): TcpStats {
    return this.#connection === null ? unconnectedStats(this.state) : connectionStats(this.#connection)
  }

  information(): TcpInfo {
    return this.#connection === null ? noInformation(this.state) : connectionInformation(this.#connection)
  }

  atMark(): boolean {
    return this.#connection !== null && isAtMark(this.#connection)
  }

  receiveQueueLength(): number {
    if (this.#listener !== null) return this.#listener.length
    return this.#connection === null ? 0 : queuedBeforeMark(this.#connection)
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
    return { ...row, remote: this.#shown(this.#connection.remote) }
  }
}
