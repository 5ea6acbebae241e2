/**
 * Raw socket (Linux's SOCK_RAW). It receives copies of packets of its protocol, which the kernel processes as well, and
 * sends payloads behind a header that the kernel writes. IPv4 sockets see the IP header too; IPv6 sockets only what is
 * behind the headers (RFC 3542 3), and the kernel handles the checksum of ICMPv6 (RFC 3542 3.1).
 */

import { addressFamily, type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { read16 } from '../../bytes.ts'
import { Errno } from '../../errno.ts'
import {
  fillIcmpv6Checksum,
  IPV4_HEADER_LENGTH,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  icmpv6ChecksumOk,
} from '../../wire/index.ts'
import { DatagramOptions } from '../datagram-options.ts'
import { DatagramQueue } from '../datagram-queue.ts'
import { ANY_FLOW, type DeliveryError, type IpLayer, type IpPacket, type NetworkInterface } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, RawSocket, Received } from '../socket.ts'
import { isAny } from '../socket-address.ts'
import { Ready, ReceiveFlag, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import { addressToBind, type ZonedAddress, zonedAddressFrom, zonedEndpoint } from '../zone.ts'

/** Raw sockets of the host. */
interface RawSockets {
  readonly ip: IpLayer
  forget(socket: HostRawSocket): void
}

export class HostRawSocket implements RawSocket, SocketSource {
  readonly kind = 'raw'
  readonly family: Family
  readonly protocol: number
  readonly inode: number
  onReadiness: (() => void) | null = null
  readonly #options: DatagramOptions
  readonly #layer: RawSockets
  readonly #queue = new DatagramQueue(true)
  #local: IpAddress
  #remote: IpAddress | null = null
  #isClosed = false

  constructor(layer: RawSockets, family: Family, protocol: number, inode: number) {
    this.#layer = layer
    this.family = family
    this.protocol = protocol
    this.inode = inode
    this.#options = new DatagramOptions(layer.ip, family, this.#queue)
    this.#local = family === 4 ? '0.0.0.0' : '::'
  }

  bind(address: string): number {
    const named = addressToBind(this.#layer.ip, address, this.family)
    if (typeof named === 'number') return named
    if (addressFamily(named.address) !== this.family) return -Errno.EADDRNOTAVAIL
    if (named.zone !== null) this.#options.device = named.zone
    this.#local = named.address
    this.#touched()
    return 0
  }

  /** Parses an address. Unlike TCP and UDP sockets, a raw IPv6 socket can't use IPv4. */
  #address(text: string): ZonedAddress | number {
    const named = zonedAddressFrom(this.#layer.ip, text, this.family)
    return typeof named === 'number' || addressFamily(named.address) === this.family ? named : -Errno.ENETUNREACH
  }

  connect(address: string): number {
    if (address === '') {
      this.#remote = null
      this.#options.device = null
      this.#touched()
      return 0
    }
    const named = this.#address(address)
    if (typeof named === 'number') return named
    const { address: remote, zone } = named
    const { device, outgoing } = this.#options
    if (zone !== null && device !== null && zone !== device) return -Errno.EINVAL
    const path = this.#layer.ip.path(remote, null, { ...ANY_FLOW, device: zone ?? outgoing })
    if (typeof path === 'number') return path
    if (zone !== null) this.#options.device = zone
    this.#remote = remote
    this.#touched()
    return 0
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    const error = this.takeError()
    if (error !== 0) return -error
    if (to === undefined && this.#remote === null) return -Errno.EDESTADDRREQ
    const target = to === undefined ? { address: this.#remote!, zone: null } : this.#address(to.address)
    if (typeof target === 'number') return target
    const { address: destination, zone } = target
    const { device, groups, typeOfService, outgoing, dontFragment } = this.#options
    const own = isAny(this.#local) ? null : this.#local
    const path = isMulticast(destination)
      ? groups.path(destination, own, device, zone)
      : this.#layer.ip.path(destination, own, { ...ANY_FLOW, device: zone ?? outgoing })
    if (typeof path === 'number') return path
    if (this.#options.isForbidden(destination, path)) return -Errno.EACCES
    if (this.#isIcmpv6 && bytes.length < 4) return -Errno.EINVAL
    const way = this.#options.pathTo(destination, path)
    const headers = addressFamily(destination) === 4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH
    if (this.#options.refusesLong && headers + bytes.length > way.mtu) {
      this.#options.errors.reportTooLong({ address: destination, port: 0 }, way.mtu)
      return -Errno.EMSGSIZE
    }
    const header = {
      source: path.source,
      destination,
      protocol: this.protocol,
      timeToLive: this.#options.hopsTo(destination),
      typeOfService,
      dontFragment,
    }
    const sent = this.#layer.ip.sendAlong(way, header, bytes.length, (target, at) => {
      target.set(bytes, at)
      if (this.#isIcmpv6) fillIcmpv6Checksum(target, at, at + bytes.length, path.source, destination)
    })
    return sent < 0 ? sent : bytes.length
  }

  receive(max: number, flags = 0): Received | number {
    if ((flags & ReceiveFlag.ERRQUEUE) !== 0) return this.#options.errors.next(max)
    const error = this.takeError()
    if (error !== 0) return -error
    const received = this.#queue.take(max, flags)
    this.#touched()
    return received
  }

  get #isIcmpv6(): boolean {
    return this.family === 6 && this.protocol === IpProtocol.ICMPV6
  }

  /** Returns whether the socket receives a packet for this host. */
  wants(packet: IpPacket, device: NetworkInterface): boolean {
    if (packet.protocol !== this.protocol || addressFamily(packet.destination) !== this.family) return false
    if (this.#isIcmpv6 && !icmpv6ChecksumOk(packet.payload, packet.source, packet.destination)) return false
    if (this.#options.device !== null && this.#options.device !== device) return false
    if (this.#remote !== null && this.#remote !== packet.source) return false
    if (!isAny(this.#local) && this.#local !== packet.destination) return false
    return !isMulticast(packet.destination) || this.#options.groups.admits(packet.destination, device, packet.source)
  }

  /** Handles an ICMP error about a packet that this socket may have sent (Linux's raw_err). */
  fail(error: DeliveryError, quoted: IpPacket): void {
    const { errors, minds } = this.#options
    if (errors.reports) errors.report(error, { address: quoted.destination, port: 0 }, quoted.payload)
    else if (this.#remote === null || !(error.mtu === null ? error.hard : minds)) return
    errors.raise(error.errno)
    this.onReadiness?.()
  }

  /** Returns whether the socket may have sent a packet. */
  maySend({ protocol, source, destination }: IpPacket): boolean {
    if (protocol !== this.protocol || addressFamily(destination) !== this.family) return false
    return (isAny(this.#local) || this.#local === source) && (this.#remote === null || this.#remote === destination)
  }

  deliver(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): void {
    const total = read16(bytes, 2)
    const from = zonedEndpoint({ address: packet.source, port: 0 }, this.family, device)
    const shown = this.family === 4 ? bytes.slice(0, total) : packet.payload.slice()
    const ancillary = this.#options.wishes.of(packet, device)
    const queued = this.#queue.push(
      ancillary === undefined ? { bytes: shown, from } : { bytes: shown, from, ancillary },
    )
    this.#touched()
    if (queued) this.onReadiness?.()
  }

  #touched(): void {
    this.#layer.ip.watch?.socketTouched(this)
  }

  tableRow(): SocketDetail | null {
    return this.#isClosed ? null : { row: this.row(), stats: null }
  }

  readiness(): number {
    return Ready.OUT | (this.#queue.length > 0 ? Ready.IN : 0) | (this.#options.errors.isEmpty ? 0 : Ready.ERR)
  }

  sendSpace(): number {
    return this.#options.sendBuffer
  }

  takeError(): number {
    return this.#options.errors.take()
  }

  /** Returns the local address; its port is the protocol (Linux's inet_num). */
  localEndpoint(): Endpoint {
    return zonedEndpoint({ address: this.#local, port: this.protocol }, this.family, this.#options.device)
  }

  remoteEndpoint(): Endpoint | null {
    const { device } = this.#options
    return this.#remote === null ? null : zonedEndpoint({ address: this.#remote, port: 0 }, this.family, device)
  }

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    return option === SocketOption.PATH_MTU ? this.#pathMtu() : this.#options.get(option)
  }

  #pathMtu(): number {
    const flow = { ...ANY_FLOW, device: this.#options.outgoing }
    const path = this.#remote === null ? -Errno.ENOTCONN : this.#layer.ip.path(this.#remote, null, flow)
    return typeof path === 'number' ? -Errno.ENOTCONN : path.mtu
  }

  setOption(option: number, value: number, text = ''): number {
    return this.#options.set(option, value, text)
  }

  close(): void {
    this.onReadiness = null
    this.#queue.clear()
    this.#options.groups.close()
    this.#layer.forget(this)
    this.#isClosed = true
    this.#touched()
  }

  row(): SocketRow {
    return {
      proto: 'raw',
      state: 'UNCONN',
      local: this.localEndpoint(),
      recvQ: this.#queue.charged,
      sendQ: 0,
      inode: this.inode,
    }
  }
}
