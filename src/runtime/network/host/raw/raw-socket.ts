/**
 * An IPv4 raw socket (Linux's AF_INET, SOCK_RAW): receives copies of packets of its protocol, IP header included, beside what the
 * kernel does with them; sends payloads behind a header of the kernel's.
 */
import { type Family, type IpAddress, LIMITED_BROADCAST } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import type { Ipv4Packet } from '../../wire/index.ts'
import { DatagramQueue, DEFAULT_BUFFER } from '../datagram-queue.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, RawSocket, Received } from '../socket.ts'
import { addressFromProgram, isAny } from '../socket-address.ts'
import { Ready, SocketOption } from '../socket-constants.ts'
import type { RawLayer } from './raw-layer.ts'

export class HostRawSocket implements RawSocket {
  readonly kind = 'raw'
  readonly family: Family = 4
  readonly protocol: number
  readonly inode: number
  onReadiness: (() => void) | null = null
  readonly #layer: RawLayer
  readonly #queue = new DatagramQueue()
  #local: IpAddress = '0.0.0.0'
  #remote: IpAddress | null = null
  #broadcast = false
  #timeToLive = 64
  #typeOfService = 0
  #sendBuffer = DEFAULT_BUFFER

  constructor(layer: RawLayer, protocol: number, inode: number) {
    this.#layer = layer
    this.protocol = protocol
    this.inode = inode
  }

  bind(address: string): number {
    const local = addressFromProgram(address, 4)
    if (typeof local === 'number') return local
    if (!isAny(local) && !this.#layer.ip.owns(local)) return -Errno.EADDRNOTAVAIL
    this.#local = local
    return 0
  }

  connect(address: string): number {
    if (address === '') {
      this.#remote = null
      return 0
    }
    const remote = addressFromProgram(address, 4)
    if (typeof remote === 'number') return remote
    const path = this.#layer.ip.path(remote)
    if (typeof path === 'number') return path
    this.#remote = remote
    return 0
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    const destination = to === undefined ? this.#remote : addressFromProgram(to.address, 4)
    if (destination === null) return -Errno.EDESTADDRREQ
    if (typeof destination === 'number') return destination
    const path = this.#layer.ip.path(destination, isAny(this.#local) ? null : this.#local)
    if (typeof path === 'number') return path
    if ((path.broadcast || destination === LIMITED_BROADCAST) && !this.#broadcast) return -Errno.EACCES
    const header = {
      source: path.source,
      destination,
      protocol: this.protocol,
      timeToLive: this.#timeToLive,
      typeOfService: this.#typeOfService,
      dontFragment: 'when whole' as const,
    }
    const sent = this.#layer.ip.send(header, bytes.length, (target, at) => target.set(bytes, at))
    return sent < 0 ? sent : bytes.length
  }

  receive(max: number): Received | number {
    const packet = this.#queue.shift()
    if (packet === undefined) return -Errno.EAGAIN
    return packet.bytes.length <= max ? packet : { ...packet, bytes: packet.bytes.slice(0, max) }
  }

  /** Whether a packet for this host is one for this socket. */
  wants(packet: Ipv4Packet): boolean {
    if (packet.protocol !== this.protocol) return false
    if (this.#remote !== null && this.#remote !== packet.source) return false
    return isAny(this.#local) || this.#local === packet.destination
  }

  deliver(packet: Ipv4Packet, bytes: Uint8Array): void {
    const total = (bytes[2]! << 8) | bytes[3]!
    const from = { address: packet.source, port: 0 }
    if (this.#queue.push({ bytes: bytes.slice(0, total), from })) this.onReadiness?.()
  }

  readiness(): number {
    return Ready.OUT | (this.#queue.length > 0 ? Ready.IN : 0)
  }

  sendSpace(): number {
    return this.#sendBuffer
  }

  takeError(): number {
    return 0
  }

  localEndpoint(): Endpoint {
    return { address: this.#local, port: 0 }
  }

  remoteEndpoint(): Endpoint | null {
    return this.#remote === null ? null : { address: this.#remote, port: 0 }
  }

  getOption(option: number): number {
    switch (option) {
      case SocketOption.ERROR:
        return 0
      case SocketOption.TTL:
        return this.#timeToLive
      case SocketOption.TOS:
        return this.#typeOfService
      case SocketOption.RCVBUF:
        return this.#queue.limit >> 1
      case SocketOption.SNDBUF:
        return this.#sendBuffer >> 1
      case SocketOption.BROADCAST:
        return this.#broadcast ? 1 : 0
      default:
        return -Errno.ENOPROTOOPT
    }
  }

  setOption(option: number, value: number): number {
    switch (option) {
      case SocketOption.TTL:
        if (value < 1 || value > 255) return -Errno.EINVAL
        this.#timeToLive = value
        return 0
      case SocketOption.TOS:
        this.#typeOfService = value & 0xff
        return 0
      case SocketOption.RCVBUF:
        this.#queue.limit = 2 * Math.min(Math.max(value, 1152), DEFAULT_BUFFER)
        return 0
      case SocketOption.SNDBUF:
        this.#sendBuffer = 2 * Math.min(Math.max(value, 2304), DEFAULT_BUFFER)
        return 0
      case SocketOption.BROADCAST:
        this.#broadcast = value !== 0
        return 0
      default:
        return -Errno.ENOPROTOOPT
    }
  }

  close(): void {
    this.onReadiness = null
    this.#queue.clear()
    this.#layer.forget(this)
  }

  row(): SocketRow {
    const local = { address: this.#local, port: this.protocol }
    return { proto: 'raw', state: 'UNCONN', local, recvQ: this.#queue.charged, sendQ: 0, inode: this.inode }
  }
}
