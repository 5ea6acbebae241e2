/**
 * A raw socket (Linux's SOCK_RAW): receives copies of packets of its protocol beside what the kernel does with them; sends payloads
 * behind a header of the kernel's. Of IPv4 it shows the IP header too; of IPv6 only what is behind the headers (RFC 3542 3), and the
 * checksum of ICMPv6 is the kernel's business (RFC 3542 3.1).
 */
import { addressFamily, type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import { fillIcmpv6Checksum, IpProtocol, icmpv6ChecksumOk } from '../../wire/index.ts'
import { DatagramOptions } from '../datagram-options.ts'
import { DatagramQueue } from '../datagram-queue.ts'
import { ANY_FLOW, type IpPacket, type NetworkInterface } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, RawSocket, Received } from '../socket.ts'
import { addressFromProgram, isAny } from '../socket-address.ts'
import { Ready, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import type { RawLayer } from './raw-layer.ts'

export class HostRawSocket implements RawSocket, SocketSource {
  readonly kind = 'raw'
  readonly family: Family
  readonly protocol: number
  readonly inode: number
  onReadiness: (() => void) | null = null
  readonly #options: DatagramOptions
  readonly #layer: RawLayer
  readonly #queue = new DatagramQueue()
  #local: IpAddress
  #remote: IpAddress | null = null
  #isClosed = false

  constructor(layer: RawLayer, family: Family, protocol: number, inode: number) {
    this.#layer = layer
    this.family = family
    this.protocol = protocol
    this.inode = inode
    this.#options = new DatagramOptions(layer.ip, family, this.#queue)
    this.#local = family === 4 ? '0.0.0.0' : '::'
  }

  bind(address: string): number {
    const local = this.#address(address)
    if (typeof local === 'number') return local
    if (!isAny(local) && !this.#layer.ip.owns(local)) return -Errno.EADDRNOTAVAIL
    this.#local = local
    this.#touched()
    return 0
  }

  /** Other than TCP's and UDP's, a raw socket of IPv6 does not speak IPv4. */
  #address(text: string): IpAddress | number {
    const address = addressFromProgram(text, this.family)
    return typeof address === 'number' || addressFamily(address) === this.family ? address : -Errno.ENETUNREACH
  }

  connect(address: string): number {
    if (address === '') {
      this.#remote = null
      this.#touched()
      return 0
    }
    const remote = this.#address(address)
    if (typeof remote === 'number') return remote
    const path = this.#layer.ip.path(remote, null, { ...ANY_FLOW, device: this.#options.device })
    if (typeof path === 'number') return path
    this.#remote = remote
    this.#touched()
    return 0
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    const destination = to === undefined ? this.#remote : this.#address(to.address)
    if (destination === null) return -Errno.EDESTADDRREQ
    if (typeof destination === 'number') return destination
    const { device, groups, typeOfService } = this.#options
    const own = isAny(this.#local) ? null : this.#local
    const path = isMulticast(destination)
      ? groups.path(destination, own, device)
      : this.#layer.ip.path(destination, own, { ...ANY_FLOW, device })
    if (typeof path === 'number') return path
    if (this.#options.isForbidden(destination, path)) return -Errno.EACCES
    if (this.#isIcmpv6 && bytes.length < 4) return -Errno.EINVAL
    const header = {
      source: path.source,
      destination,
      protocol: this.protocol,
      timeToLive: this.#options.hopsTo(destination),
      typeOfService,
      dontFragment: 'when whole' as const,
    }
    const sent = this.#layer.ip.sendAlong(path, header, bytes.length, (target, at) => {
      target.set(bytes, at)
      if (this.#isIcmpv6) fillIcmpv6Checksum(target, at, at + bytes.length, path.source, destination)
    })
    return sent < 0 ? sent : bytes.length
  }

  receive(max: number): Received | number {
    const packet = this.#queue.shift()
    if (packet === undefined) return -Errno.EAGAIN
    this.#touched()
    return packet.bytes.length <= max ? packet : { ...packet, bytes: packet.bytes.slice(0, max) }
  }

  get #isIcmpv6(): boolean {
    return this.family === 6 && this.protocol === IpProtocol.ICMPV6
  }

  /** Whether a packet for this host is one for this socket. */
  wants(packet: IpPacket, device: NetworkInterface): boolean {
    if (packet.protocol !== this.protocol || addressFamily(packet.destination) !== this.family) return false
    if (this.#isIcmpv6 && !icmpv6ChecksumOk(packet.payload, packet.source, packet.destination)) return false
    if (this.#options.device !== null && this.#options.device !== device) return false
    if (this.#remote !== null && this.#remote !== packet.source) return false
    if (!isAny(this.#local) && this.#local !== packet.destination) return false
    return !isMulticast(packet.destination) || this.#options.groups.admits(packet.destination, device, packet.source)
  }

  deliver(packet: IpPacket, bytes: Uint8Array): void {
    const total = (bytes[2]! << 8) | bytes[3]!
    const from = { address: packet.source, port: 0 }
    const shown = this.family === 4 ? bytes.slice(0, total) : packet.payload.slice()
    const queued = this.#queue.push({ bytes: shown, from })
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
    return Ready.OUT | (this.#queue.length > 0 ? Ready.IN : 0)
  }

  sendSpace(): number {
    return this.#options.sendBuffer
  }

  takeError(): number {
    return 0
  }

  /** The protocol stands where others have a port (Linux's inet_num). */
  localEndpoint(): Endpoint {
    return { address: this.#local, port: this.protocol }
  }

  remoteEndpoint(): Endpoint | null {
    return this.#remote === null ? null : { address: this.#remote, port: 0 }
  }

  getOption(option: number): number {
    return option === SocketOption.ERROR ? 0 : this.#options.get(option)
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
