/** UDP socket as a program's kernel sees it, with Linux's error numbers. */
import { addressFamily, type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import { IPV4_HEADER_LENGTH, IPV6_HEADER_LENGTH, IpProtocol, UDP_HEADER_LENGTH } from '../../wire/index.ts'
import { DatagramOptions } from '../datagram-options.ts'
import { DatagramQueue } from '../datagram-queue.ts'
import type { DeliveryError, IpLayer, IpPacket, NetworkInterface, Path } from '../ip/index.ts'
import type { PortHolder, PortTable } from '../port-table.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, Received, UdpSocket } from '../socket.ts'
import { destinationOf, isAny } from '../socket-address.ts'
import { BindFlag, Ready, ReceiveFlag, SocketOption } from '../socket-constants.ts'
import { isOfFamily } from '../socket-errors.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import { isLinkLocal, zonedAddressFrom, zonedEndpoint } from '../zone.ts'

/** Largest payload behind the headers: larger for IPv6, whose length field does not count its own header. */
const LARGEST_PAYLOAD = { 4: 65_507, 6: 65_527 }

interface Target extends Endpoint {
  readonly zone?: NetworkInterface | null
}

/** UDP of the host, as its sockets see it. */
interface UdpSockets {
  readonly ip: IpLayer
  readonly ports: PortTable<HostUdpSocket>
  forget(socket: HostUdpSocket): void
  mayBind(address: IpAddress, zone: NetworkInterface | null): boolean
  transmit(socket: HostUdpSocket, path: Path, to: Endpoint, payload: Uint8Array): number
}

export class HostUdpSocket implements UdpSocket, PortHolder, SocketSource {
  readonly kind = 'udp'
  readonly family: Family
  readonly inode: number
  readonly listening = false
  onReadiness: (() => void) | null = null
  address: IpAddress
  onlyIpv6 = false
  reuseAddress = false
  reusePort = false
  readonly options: DatagramOptions
  readonly #layer: UdpSockets
  readonly #queue = new DatagramQueue()
  #port = 0
  /** True after bind to one address: connect and disconnect leave it. */
  #fixedAddress = false
  /** True after bind to a port of the program's choice: dissolving an association leaves it. */
  #fixedPort = false
  #remote: Endpoint | null = null

  constructor(layer: UdpSockets, family: Family, inode: number) {
    this.#layer = layer
    this.family = family
    this.inode = inode
    this.address = this.#any
    this.options = new DatagramOptions(layer.ip, family, this.#queue)
  }

  get #any(): IpAddress {
    return this.family === 6 ? '::' : '0.0.0.0'
  }

  get port(): number {
    return this.#port
  }

  get device(): NetworkInterface | null {
    return this.options.device
  }

  get remote(): Endpoint | null {
    return this.#remote
  }

  bind(address: string, port: number, flags = 0): number {
    if (this.#port !== 0) return -Errno.EINVAL
    const named = zonedAddressFrom(this.#layer.ip, address, this.family)
    if (typeof named === 'number') return named
    const { address: local, zone } = named
    if (!isAny(local) && !this.#layer.mayBind(local, zone)) return -Errno.EADDRNOTAVAIL
    if (zone !== null && isLinkLocal(local)) this.options.device = zone
    this.onlyIpv6 = (flags & BindFlag.V6ONLY) !== 0
    if (flags & BindFlag.REUSEADDR) this.reuseAddress = true
    this.reusePort = (flags & BindFlag.REUSEPORT) !== 0
    this.address = local
    const bound = this.#takePort(port)
    if (bound < 0) this.address = this.#any
    else {
      this.#fixedAddress = !isAny(local)
      this.#fixedPort = port !== 0
    }
    this.#touched()
    return bound
  }

  #takePort(port: number): number {
    const { ports } = this.#layer
    const chosen = port === 0 ? ports.chooseForBind(this) : port
    if (chosen === null || !ports.isFree(chosen, this)) return -Errno.EADDRINUSE
    ports.take(chosen, this)
    this.#port = chosen
    this.#touched()
    return 0
  }

  #releasePort(): void {
    if (this.#port !== 0) this.#layer.ports.release(this.#port, this)
    this.#port = 0
    this.#touched()
  }

  connect(address: string, port: number): number {
    if (address === '') {
      this.#remote = null
      this.options.device = null
      if (!this.#fixedAddress) this.address = this.#any
      if (!this.#fixedPort) this.#releasePort()
      this.#touched()
      return 0
    }
    const given = zonedAddressFrom(this.#layer.ip, address, this.family)
    if (typeof given === 'number') return given
    const { zone } = given
    const { device } = this.options
    if (zone !== null && device !== null && zone !== device) return -Errno.EINVAL
    const destination = destinationOf(given.address)
    const path = this.#pathTo({ address: destination, port }, zone)
    if (typeof path === 'number') return path
    if (this.options.isForbidden(destination, path)) return -Errno.EACCES
    if (this.#port === 0) {
      const failed = this.#takePort(0)
      if (failed < 0) return failed
    }
    if (!this.#fixedAddress) this.address = path.source
    if (zone !== null) this.options.device = zone
    this.#remote = { address: destination, port }
    this.#touched()
    return 0
  }

  /** Returns where datagrams leave, from the bound address if any. An IPv6 address cannot reach IPv4, nor can an IPv6-only socket. */
  #pathTo({ address: destination, port }: Endpoint, zone: NetworkInterface | null = null): Path | number {
    const { address } = this
    const isIpv4 = addressFamily(destination) === 4
    if (isIpv4 && this.onlyIpv6) return -Errno.ENETUNREACH
    const source = isAny(address) || isMulticast(address) ? null : address
    if (source !== null && (addressFamily(source) === 4) !== isIpv4) return -Errno.ENETUNREACH
    if (isMulticast(destination)) return this.options.groups.path(destination, source, this.device, zone)
    const ports = { protocol: IpProtocol.UDP, sourcePort: this.#port, destinationPort: port }
    return this.#layer.ip.path(destination, source, { device: zone ?? this.options.outgoing, arrivedOn: null, ports })
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    // Linux assigns the port first, even if the datagram is then refused (inet_autobind).
    const named = this.#port === 0 ? this.#takePort(0) : 0
    if (named < 0) return named
    const error = this.takeError()
    if (error !== 0) return -error
    const target: Target | number | null = to === undefined ? this.#remote : this.#target(to)
    if (target === null) return -Errno.EDESTADDRREQ
    if (typeof target === 'number') return target
    if (bytes.length > LARGEST_PAYLOAD[addressFamily(target.address)]) return -Errno.EMSGSIZE
    if (target.port === 0) return -Errno.EINVAL
    const path = this.#pathTo(target, target.zone)
    if (typeof path === 'number') return path
    if (this.options.isForbidden(target.address, path)) return -Errno.EACCES
    return this.#transmit(this.options.pathTo(target.address, path), target, bytes)
  }

  #transmit(path: Path, target: Endpoint, bytes: Uint8Array): number {
    const isIpv4 = addressFamily(target.address) === 4
    const headers = UDP_HEADER_LENGTH + (isIpv4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH)
    if (this.options.refusesLong && headers + bytes.length > path.mtu) {
      // For IPv4, Linux reports only the port that the socket is connected to.
      const port = isIpv4 ? (this.#remote?.port ?? 0) : target.port
      this.options.errors.reportTooLong({ address: target.address, port }, path.mtu)
      return -Errno.EMSGSIZE
    }
    const sent = this.#layer.transmit(this, path, target, bytes)
    return sent < 0 ? sent : bytes.length
  }

  #target(to: Endpoint): Target | number {
    const named = zonedAddressFrom(this.#layer.ip, to.address, this.family)
    if (typeof named === 'number') return named
    return { address: destinationOf(named.address), port: to.port, zone: named.zone }
  }

  receive(max: number, flags = 0): Received | number {
    if ((flags & ReceiveFlag.ERRQUEUE) !== 0) return this.options.errors.next(max)
    const error = this.takeError()
    if (error !== 0) return -error
    const received = this.#queue.take(max, flags)
    this.#touched()
    return received
  }

  /** Delivers a datagram to this socket. Returns false when its buffer is full. */
  deliver(from: Endpoint, payload: Uint8Array, packet: IpPacket, device: NetworkInterface): boolean {
    const ancillary = this.options.wishes.of(packet, device)
    const datagram = { bytes: payload.slice(), from: zonedEndpoint(from, this.family, device) }
    const queued = this.#queue.push(ancillary === undefined ? datagram : { ...datagram, ancillary })
    this.#touched()
    if (queued) this.onReadiness?.()
    return queued
  }

  /**
   * Handles an ICMP error about a datagram to `to`, which quotes `quoted` of it. With reports enabled a socket gets every
   * error, otherwise only hard ones, and only if it is connected (Linux's __udp4_lib_err).
   */
  fail(error: DeliveryError, to: Endpoint, quoted: Uint8Array): void {
    const { errors, minds } = this.options
    const isHard = error.mtu === null ? error.hard : minds
    const reports = errors.reports && isOfFamily(error, this.family)
    if (error.mtu !== null && !minds && this.family === 4) return
    if (reports) errors.report(error, to, quoted)
    else if (this.#remote === null || !isHard) return
    errors.raise(error.errno)
    this.onReadiness?.()
  }

  #touched(): void {
    this.#layer.ip.watch?.socketTouched(this)
  }

  tableRow(): SocketDetail | null {
    const row = this.row()
    return row === null ? null : { row, stats: null }
  }

  readiness(): number {
    return Ready.OUT | (this.#queue.length > 0 ? Ready.IN : 0) | (this.options.errors.isEmpty ? 0 : Ready.ERR)
  }

  sendSpace(): number {
    return this.options.sendBuffer
  }

  takeError(): number {
    return this.options.errors.take()
  }

  localEndpoint(): Endpoint | null {
    return zonedEndpoint({ address: this.address, port: this.#port }, this.family, this.device)
  }

  remoteEndpoint(): Endpoint | null {
    return this.#remote === null ? null : zonedEndpoint(this.#remote, this.family, this.device)
  }

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    if (option === SocketOption.REUSEADDR) return this.reuseAddress ? 1 : 0
    if (option === SocketOption.PATH_MTU) return this.#pathMtu()
    return this.options.get(option)
  }

  #pathMtu(): number {
    const path = this.#remote === null ? -Errno.ENOTCONN : this.#pathTo(this.#remote)
    return typeof path === 'number' ? -Errno.ENOTCONN : path.mtu
  }

  setOption(option: number, value: number, text = ''): number {
    if (option !== SocketOption.REUSEADDR) return this.options.set(option, value, text)
    this.reuseAddress = value !== 0
    return 0
  }

  close(): void {
    this.onReadiness = null
    this.#queue.clear()
    this.#releasePort()
    this.options.groups.close()
    this.#layer.forget(this)
  }

  row(): SocketRow | null {
    if (this.#port === 0) return null
    const local = this.localEndpoint()!
    const remote = this.remoteEndpoint()
    const state = remote === null ? 'UNCONN' : 'ESTABLISHED'
    const row: SocketRow = { proto: 'udp', state, local, recvQ: this.#queue.charged, sendQ: 0, inode: this.inode }
    return remote === null ? row : { ...row, remote }
  }
}
