import type { Family } from '../../address/index.ts'
import { indexOfDevice } from '../bound-device.ts'
import type { NetworkInterface, Path } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, TcpSocket, TcpState, TcpStats } from '../socket.ts'
import { Ready, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import type { TcpInfo } from '../tcp-info.ts'
import { zonedEndpoint } from '../zone.ts'
import type { Connection, ConnectionOwner } from './connection.ts'
import type { Listener } from './listener.ts'
import type { PortClaim, TcpPorts } from './port-claim.ts'
import { defaultOptions, getTcpOption, type TcpSocketOptions } from './socket-options.ts'
import { sendSpace, streamReadiness, takeStreamError } from './stream.ts'
import type { TcpEvent } from './tcp-event.ts'
import { connectionInformation, connectionStats, noInformation, unconnectedStats } from './tcp-information.ts'
import { isAtMark, queuedBeforeMark } from './urgent.ts'

/** TCP of the socket's host. */
export interface TcpSockets extends TcpPorts {
  createSocket(family: Family): TcpSocketState & TcpSocket & ConnectionOwner
  forgetSocket(socket: TcpSocketState): void
  createConnection(local: Endpoint, remote: Endpoint, path: Path, device: NetworkInterface | null): Connection
  /** Adds the connection as a user of the claim, until it is released. */
  use(connection: Connection, claim: PortClaim): void
  unuse(claim: PortClaim): void
  touched(connection: Connection): void
  count(event: TcpEvent): void
}

/** State of a TCP socket, as shown to its program and in tables. */
export abstract class TcpSocketState implements SocketSource {
  readonly kind = 'tcp'
  readonly family: Family
  readonly inode: number
  readonly options: TcpSocketOptions
  protected readonly layer: TcpSockets
  connection: Connection | null = null
  /** Queues of incoming connections; null unless it listens. */
  queue: Listener | null = null
  protected claim: PortClaim | null = null
  protected isClosed = false

  constructor(layer: TcpSockets, family: Family, inode: number) {
    this.layer = layer
    this.family = family
    this.inode = inode
    this.options = defaultOptions(layer.settings)
    if (family === 4) this.options.timeToLive = layer.ip.settings.timeToLive
  }

  /** As on Linux, a socket is done with its connection when that enters TIME-WAIT; the connection then continues without it. */
  get state(): TcpState {
    if (this.queue !== null) return 'LISTEN'
    const state = this.connection?.state ?? 'CLOSED'
    return state === 'TIME_WAIT' ? 'CLOSED' : state
  }

  localEndpoint(): Endpoint | null {
    const local = this.connection?.local ?? this.claim
    return local === null ? null : this.#shown({ address: local.address, port: local.port })
  }

  remoteEndpoint(): Endpoint | null {
    const connection = this.connection
    if (connection === null || this.state === 'CLOSED' || this.state === 'SYN_SENT') return null
    return this.#shown(connection.remote)
  }

  /** Returns an end as the program sees it: a link-local one with its interface. */
  #shown(endpoint: Endpoint): Endpoint {
    return zonedEndpoint(endpoint, this.family, this.connection?.flow.device ?? this.options.device)
  }

  sendSpace(): number {
    return this.connection === null ? 0 : sendSpace(this.connection)
  }

  readiness(): number {
    if (this.queue !== null) return this.queue.length > 0 ? Ready.IN : 0
    if (this.connection !== null) return streamReadiness(this.connection)
    return this.isClosed ? 0 : Ready.OUT | Ready.HUP
  }

  takeError(): number {
    return this.connection === null ? 0 : takeStreamError(this.connection)
  }

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    if (option === SocketOption.BIND_TO_DEVICE) return indexOfDevice(this.layer.ip, this.options.device)
    return getTcpOption(this.options, this.connection, this.layer.settings, option)
  }

  stats(): TcpStats {
    return this.connection === null ? unconnectedStats(this.state) : connectionStats(this.connection)
  }

  information(): TcpInfo {
    return this.connection === null ? noInformation(this.state) : connectionInformation(this.connection)
  }

  atMark(): boolean {
    return this.connection !== null && isAtMark(this.connection)
  }

  receiveQueueLength(): number {
    if (this.queue !== null) return this.queue.length
    return this.connection === null ? 0 : queuedBeforeMark(this.connection)
  }

  sendQueueLength(): number {
    return this.queue?.backlog ?? this.connection?.snd.buffer.length ?? 0
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
    if (this.connection === null) return row
    return { ...row, remote: this.#shown(this.connection.remote) }
  }

  /** Row of a listener; a connection provides its own row. */
  tableRow(): SocketDetail | null {
    const row = this.queue === null ? null : this.row()
    return row === null ? null : { row, stats: null }
  }

  protected touched(): void {
    this.layer.ip.watch?.socketTouched(this)
  }
}
