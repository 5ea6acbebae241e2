/** TCP of one host: finding a segment's connection or listener, initial sequence numbers, resets for unknown segments. */

import { addressKind, type Family, type IpAddress } from '../../address/index.ts'
import { read16, read32 } from '../../bytes.ts'
import type { Scheduler } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { hash32 } from '../../random.ts'
import { IpProtocol, ParseError, parseTcpHeader, transportChecksumOk } from '../../wire/index.ts'
import type {
  Attribution,
  Counter,
  DeliveryError,
  IpLayer,
  IpPacket,
  NetworkInterface,
  Path,
  TransportProtocol,
} from '../ip/index.ts'
import { PortTable, tcpConflict } from '../port-table.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, TcpSocket } from '../socket.ts'
import type { SocketDetail } from '../table-watch.ts'
import { endConnection } from './closing.ts'
import { Connection, type ConnectionServices } from './connection.ts'
import { takeConnectionError } from './connection-error.ts'
import { ConnectionTable } from './connection-table.ts'
import { mayReuse, processSegment } from './input.ts'
import { linkFlow } from './link-flow.ts'
import { PassiveOpener } from './passive-open.ts'
import type { PortClaim } from './port-claim.ts'
import { readSegment, type Segment } from './segment.ts'
import { headersLength, transmitRefusal, transmitSegment } from './segment-packet.ts'
import { type SequenceNumber, sequenceAdd } from './sequence.ts'
import { LINUX_TCP_SETTINGS, type TcpSettings } from './settings.ts'
import { connectionText } from './socket-text.ts'
import type { TcpEvent } from './tcp-event.ts'
import { connectionStats, orphanRow } from './tcp-information.ts'
import { HostTcpSocket } from './tcp-socket.ts'
import { timerHandlers } from './timeouts.ts'

/** RFC 6528: M, the 4 microsecond timer. */
const ISN_TICK = 4_000

export class TcpLayer implements TransportProtocol, ConnectionServices {
  readonly ip: IpLayer
  readonly settings: TcpSettings
  readonly ports: PortTable<PortClaim>
  readonly connections = new ConnectionTable()
  readonly #sockets = new Set<HostTcpSocket>()
  readonly #claims = new Map<Connection, PortClaim>()
  readonly #nextInode: () => number
  readonly #opener: PassiveOpener
  readonly #sent: Counter
  readonly #received: Counter

  constructor(ip: IpLayer, nextInode: () => number, settings: Partial<TcpSettings> = {}) {
    this.ip = ip
    this.#nextInode = nextInode
    this.settings = { ...LINUX_TCP_SETTINGS, ...settings }
    this.ports = new PortTable(tcpConflict, ip.options.seed, `${ip.options.name} tcp port`)
    this.#opener = new PassiveOpener(this)
    this.#sent = ip.counters.named('TcpOutSegs')
    this.#received = ip.counters.named('TcpInSegs')
  }

  get scheduler(): Scheduler {
    return this.ip.scheduler
  }

  get attribution(): Attribution {
    return this.ip.options.attribution
  }

  socket(family: Family): TcpSocket {
    return this.createSocket(family)
  }

  createSocket(family: Family): HostTcpSocket {
    const socket = new HostTcpSocket(this, family, this.#nextInode())
    this.#sockets.add(socket)
    return socket
  }

  forgetSocket(socket: HostTcpSocket): void {
    this.#sockets.delete(socket)
  }

  /** Registers a claim, used by a socket. */
  claim(claim: PortClaim): PortClaim {
    claim.users = 1
    this.ports.take(claim.port, claim)
    return claim
  }

  unuse(claim: PortClaim): void {
    if (--claim.users === 0) this.ports.release(claim.port, claim)
  }

  /** Adds the connection as a user of the claim, until it is released. */
  use(connection: Connection, claim: PortClaim): void {
    claim.users++
    this.#claims.set(connection, claim)
  }

  /** Ends every connection without telling its peer, as a host that loses power. */
  forgetConnections(): void {
    for (const connection of [...this.connections.all()]) endConnection(connection, Errno.ECONNRESET)
  }

  count(event: TcpEvent): void {
    this.ip.counters.count(event)
  }

  /** Creates a connection with its sequence number and the MSS of its path; not yet in the table. */
  createConnection(local: Endpoint, remote: Endpoint, path: Path, device: NetworkInterface | null): Connection {
    const connection = new Connection(this, local, remote, timerHandlers)
    connection.bindToDevice(device)
    const pair = `${local.address} ${local.port} ${remote.address} ${remote.port}`
    const { seed, name } = this.ip.options
    const headers = headersLength(remote.address)
    connection.snd.pathMss = Math.min(path.mtu, 65_535) - headers
    connection.rcv.advmss = Math.min(path.device.mtu, 65_535) - headers
    connection.snd.iss = this.#initialSequence(pair)
    connection.timestamps.offset = hash32(seed, `${name} tcp timestamp ${pair}`, 0)
    return connection
  }

  /** ISN = M + F(both ends, secret) (RFC 6528 3). */
  #initialSequence(pair: string): SequenceNumber {
    const { seed, name } = this.ip.options
    return sequenceAdd(Math.floor(this.scheduler.now / ISN_TICK) >>> 0, hash32(seed, `${name} tcp isn ${pair}`, 0))
  }

  // --- down

  transmit(connection: Connection, segment: Segment): void {
    this.#sent.value++
    this.touched(connection)
    transmitSegment(this.ip, connection, segment)
  }

  detail(connection: Connection): SocketDetail {
    return { row: connection.owner?.row?.() ?? orphanRow(connection), stats: connectionStats(connection) }
  }

  touched(connection: Connection): void {
    this.ip.watch?.socketTouched(connection)
  }

  refuse(connection: Connection, segment: Segment): void {
    transmitRefusal(this.ip, connection.local, connection.remote, segment, connection.flow)
  }

  get pathMtuEpoch(): number {
    return this.ip.pathMtuEpoch
  }

  pathMtu({ local, remote, flow }: Connection): number {
    const path = this.ip.path(remote.address, local.address, flow)
    return typeof path === 'number' ? Number.POSITIVE_INFINITY : path.mtu
  }

  release(connection: Connection): void {
    this.connections.remove(connection)
    this.touched(connection)
    const claim = this.#claims.get(connection)
    if (claim === undefined) return
    this.#claims.delete(connection)
    this.unuse(claim)
  }

  // --- up

  receive(packet: IpPacket, device: NetworkInterface): void {
    this.#received.value++
    const { source, destination, payload } = packet
    const header = parseTcpHeader(payload)
    const isOk = packet.isIntact || transportChecksumOk(payload, source, destination, IpProtocol.TCP)
    if (header instanceof ParseError || !isOk) {
      this.count('TcpInErrs')
      return
    }
    const connection = this.#connectionOf(packet, header, device)
    // Connections need unicast addresses at both ends, not broadcast or group ones (RFC 1122 4.2.3.10).
    if (connection === undefined && !(this.ip.owns(destination) && isHost(source))) return
    const segment = readSegment(header, payload, packet.ecn)
    if (connection !== undefined && !mayReuse(connection, segment)) {
      processSegment(connection, segment)
      return
    }
    const local = { address: destination, port: header.destinationPort }
    const remote = { address: source, port: header.sourcePort }
    if (this.#opener.receive({ local, remote, segment, device }, connection ?? null)) return
    if (connection !== undefined) processSegment(connection, segment)
    else transmitRefusal(this.ip, local, remote, segment, linkFlow(source, device))
  }

  /** Finds the connection, unless it is bound to another interface. */
  #connectionOf(
    { source, destination }: IpPacket,
    { sourcePort, destinationPort }: { sourcePort: number; destinationPort: number },
    device: NetworkInterface,
  ): Connection | undefined {
    const connection = this.connections.find(destination, destinationPort, source, sourcePort)
    const bound = connection?.flow.device ?? null
    return bound === null || bound === device || device.isLoopback ? connection : undefined
  }

  receiveError(error: DeliveryError, quoted: IpPacket): void {
    if (quoted.payload.length < 8) return
    const view = quoted.payload
    const localPort = read16(view, 0)
    const remotePort = read16(view, 2)
    const sequence = read32(view, 4)
    const connection = this.connections.find(quoted.source, localPort, quoted.destination, remotePort)
    if (connection !== undefined) takeConnectionError(connection, error, sequence)
  }

  // --- tables

  /** Returns listeners and connections, as `ss -tan` shows them: sockets by age, then what no program holds. */
  rows(): SocketRow[] {
    const rows = [...this.#sockets].flatMap((socket) => socket.row() ?? [])
    const held = new Set([...this.#sockets].map((socket) => socket.connection))
    for (const connection of this.connections.all()) {
      if (connection.state === 'TIME_WAIT' || !held.has(connection)) rows.push(orphanRow(connection))
    }
    return rows
  }

  /** Returns one entry per connection, as `ss -tinoe -a` shows them. */
  texts(): string[] {
    const held = new Map([...this.#sockets].map((socket) => [socket.connection, socket] as const))
    const listening = [...this.#sockets]
      .filter(({ connection }) => connection === null)
      .flatMap((socket) => socket.row() ?? [])
    const connected = [...this.connections.all()].map((connection) => {
      const socket = connection.state === 'TIME_WAIT' ? undefined : held.get(connection)
      return connectionText(socket?.row() ?? orphanRow(connection), connection)
    })
    return [...listening.map((row) => connectionText(row, null)), ...connected]
  }
}

function isHost(address: IpAddress): boolean {
  const kind = addressKind(address)
  return kind === 'unicast' || kind === 'loopback' || kind === 'link-local'
}
