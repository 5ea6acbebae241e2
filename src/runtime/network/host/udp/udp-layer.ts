/** UDP of one host (RFC 768, RFC 1122 4.1): delivers datagrams to sockets, answers others with "port unreachable". */
import { addressFamily, type Family, type IpAddress, isMulticast, LIMITED_BROADCAST } from '../../address/index.ts'
import { IpProtocol, ParseError, parseUdp, transportChecksumOk, UDP_HEADER_LENGTH, writeUdp } from '../../wire/index.ts'
import type { DeliveryError, IpLayer, IpPacket, NetworkInterface, Path, TransportProtocol } from '../ip/index.ts'
import { matchScore, PortTable, udpConflict } from '../port-table.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, UdpSocket } from '../socket.ts'
import { HostUdpSocket } from './udp-socket.ts'

/** Datagram and its incoming interface. */
interface Arrival {
  readonly destination: IpAddress
  readonly port: number
  readonly from: Endpoint
  readonly device: NetworkInterface
}

/** More than address and interface can add together. */
const CONNECTED_SCORE = 8

export class UdpLayer implements TransportProtocol {
  readonly ip: IpLayer
  readonly ports: PortTable<HostUdpSocket>
  readonly #sockets = new Set<HostUdpSocket>()
  readonly #nextInode: () => number

  constructor(ip: IpLayer, nextInode: () => number) {
    this.ip = ip
    this.#nextInode = nextInode
    this.ports = new PortTable(udpConflict, ip.options.seed, `${ip.options.name} udp port`)
  }

  socket(family: Family): UdpSocket {
    const socket = new HostUdpSocket(this, family, this.#nextInode())
    this.#sockets.add(socket)
    return socket
  }

  forget(socket: HostUdpSocket): void {
    this.#sockets.delete(socket)
  }

  /** Returns whether a socket may bind to an address: own ones, and broadcast addresses, which are only useful for receiving. */
  mayBind(address: IpAddress, zone: NetworkInterface | null): boolean {
    if (this.ip.owns(address)) return zone === null || isMulticast(address) || this.ip.ownerOf(address) === zone
    return this.#isForEverybody(address)
  }

  #isForEverybody(address: IpAddress): boolean {
    if (addressFamily(address) === 6) return isMulticast(address)
    if (address === LIMITED_BROADCAST || isMulticast(address)) return true
    return this.ip.interfaces.some((device) => device.isBroadcast(address))
  }

  /** Sends a datagram. Returns 0 or -errno. */
  transmit(socket: HostUdpSocket, path: Path, to: Endpoint, payload: Uint8Array): number {
    const { source } = path
    this.#count('OutDatagrams', to.address)
    const { typeOfService } = socket.options
    const timeToLive = socket.options.hopsTo(to.address)
    const header = {
      source,
      destination: to.address,
      protocol: IpProtocol.UDP,
      timeToLive,
      typeOfService,
      dontFragment: socket.options.dontFragment,
      isChecksummed: true,
    }
    const datagram = { sourcePort: socket.port, destinationPort: to.port, payload }
    return this.ip.sendAlong(path, header, UDP_HEADER_LENGTH + payload.length, (target, at) =>
      writeUdp(target, at, datagram, source, to.address),
    )
  }

  receive(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): void {
    const { source, destination, payload } = packet
    const datagram = parseUdp(payload)
    const isOk = packet.isIntact || transportChecksumOk(payload, source, destination, IpProtocol.UDP)
    if (datagram instanceof ParseError || !isOk) {
      this.#count('InErrors', destination)
      return
    }
    const from = { address: source, port: datagram.sourcePort }
    const everybody = destination === LIMITED_BROADCAST || isMulticast(destination) || device.isBroadcast(destination)
    const fitting = this.#receivers({ destination, port: datagram.destinationPort, from, device }, everybody)
    const receivers = isMulticast(destination)
      ? fitting.filter((one) => one.options.groups.admits(destination, device, source))
      : fitting
    for (const socket of receivers) {
      const queued = socket.deliver(from, datagram.payload, packet, device)
      this.#count(queued ? 'InDatagrams' : 'RcvbufErrors', destination)
    }
    if (receivers.length > 0 || everybody) return
    this.#count('NoPorts', destination)
    this.ip.reportPortUnreachable(packet, device, bytes)
  }

  /** Counts an event, separately for each family as Linux does. */
  #count(event: string, destination: IpAddress): void {
    this.ip.counters.count(`${addressFamily(destination) === 4 ? 'Udp' : 'Udp6'}${event}`)
  }

  /** Returns the best match: connected sockets first, then bound ones, then any. Broadcasts and multicasts go to all that match. */
  #receivers(arrival: Arrival, everybody: boolean): HostUdpSocket[] {
    const fitting = this.ports
      .holders(arrival.port)
      .map((socket) => ({ socket, score: this.#score(socket, arrival, everybody) }))
      .filter(({ score }) => score >= 0)
    if (everybody) return fitting.map(({ socket }) => socket)
    let best = fitting[0]
    for (const candidate of fitting) if (candidate.score > best!.score) best = candidate
    return best === undefined ? [] : [best.socket]
  }

  #score(socket: HostUdpSocket, { destination, from, device }: Arrival, everybody: boolean): number {
    const local = matchScore(socket, destination, device)
    // A socket bound to one of our own addresses does not receive broadcasts.
    if (local < 0 || (everybody && socket.address === destination && this.ip.owns(destination))) return -1
    const { remote } = socket
    if (remote === null) return local
    return remote.address === from.address && remote.port === from.port ? local + CONNECTED_SCORE : -1
  }

  receiveError(error: DeliveryError, quoted: IpPacket): void {
    if (quoted.payload.length < 4) return
    const [a, b, c, d] = quoted.payload as unknown as [number, number, number, number]
    const remote = { address: quoted.destination, port: (c << 8) | d }
    const arrival = { destination: quoted.source, port: (a << 8) | b, from: remote, device: this.ip.loopback }
    const [socket] = this.#receivers(arrival, false)
    socket?.fail(error, remote, quoted.payload.subarray(UDP_HEADER_LENGTH))
  }

  rows(): SocketRow[] {
    return [...this.#sockets].flatMap((socket) => socket.row() ?? [])
  }
}
