import { BROADCAST_MAC, isGroupMac, macAddressAt } from '../../address/index.ts'
import { read16 } from '../../bytes.ts'
import { Errno } from '../../errno.ts'
import { ETHERNET_HEADER_LENGTH, EtherType, etherTypeOf } from '../../wire/index.ts'
import { indexOfDevice } from '../bound-device.ts'
import { DatagramQueue, DEFAULT_BUFFER } from '../datagram-queue.ts'
import type { IpLayer, NetworkInterface } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Ancillary, Endpoint, Received, Socket } from '../socket.ts'
import { BufferSize, PacketType, Ready, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import { checkFilter, type FilterInstruction, runFilter } from './bpf.ts'

/** Every EtherType, and sent frames as well (linux/if_ether.h). */
export const ETH_P_ALL = 0x0003
const VLAN_TAG_LENGTH = 4

/** Packet socket: sees and sends whole frames. Its addresses name an interface, its ports are EtherTypes. */
export interface PacketSocket extends Socket {
  readonly kind: 'packet'
  /** Attaches a filter, which returns how many bytes of each frame the program gets. null: all of every frame. Returns 0 or -EINVAL. */
  attachFilter(program: readonly FilterInstruction[] | null): number
  /** Returns the frames seen since the last call, and those dropped because the queue was full (PACKET_STATISTICS). */
  takeStatistics(): { seen: number; dropped: number }
}

/** Packet sockets of the host. */
interface PacketSockets {
  readonly ip: IpLayer
  forget(socket: HostPacketSocket): void
  send(sender: HostPacketSocket, device: NetworkInterface, frame: Uint8Array): void
}

export class HostPacketSocket implements PacketSocket, SocketSource {
  readonly kind = 'packet'
  readonly family = 4
  readonly inode: number
  onReadiness: (() => void) | null = null
  readonly #layer: PacketSockets
  readonly #queue = new DatagramQueue(true)
  #protocol: number
  #device: NetworkInterface | null = null
  #filter: readonly FilterInstruction[] | null = null
  #sendBuffer = DEFAULT_BUFFER
  #tellsAuxiliary = false
  #tellsTime = false
  #ignoresOutgoing = false
  #statistics = { seen: 0, dropped: 0 }
  #isClosed = false

  constructor(layer: PacketSockets, protocol: number, inode: number) {
    this.#layer = layer
    this.#protocol = protocol
    this.inode = inode
  }

  bind(name: string, protocol: number): number {
    const device = this.#deviceNamed(name)
    if (device === null) return -Errno.ENODEV
    this.#device = device
    if (protocol !== 0) this.#protocol = protocol
    this.#touched()
    return 0
  }

  #deviceNamed(name: string): NetworkInterface | null {
    return this.#layer.ip.interfaces.find((device) => device.name === name) ?? null
  }

  connect(): number {
    return -Errno.EOPNOTSUPP
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    const device = to === undefined ? this.#device : this.#deviceNamed(to.address)
    if (device === null) return -Errno.ENXIO
    if (!device.up) return -Errno.ENETDOWN
    if (bytes.length < ETHERNET_HEADER_LENGTH) return -Errno.EINVAL
    const tag = etherTypeOf(bytes) === EtherType.VLAN ? VLAN_TAG_LENGTH : 0
    if (bytes.length > device.mtu + ETHERNET_HEADER_LENGTH + tag) return -Errno.EMSGSIZE
    const frame = new Uint8Array(bytes.length)
    frame.set(bytes)
    this.#layer.send(this, device, frame)
    return bytes.length
  }

  /** Handles a frame sent or received. Only a socket for every EtherType sees sent ones (Linux's dev_queue_xmit_nit). */
  see(device: NetworkInterface, sent: Uint8Array, isOutgoing: boolean): void {
    if (this.#device !== null && this.#device !== device) return
    if (isOutgoing && (this.#ignoresOutgoing || this.#protocol !== ETH_P_ALL)) return
    // The kernel removes the VLAN tag of received frames and reports it separately.
    const tag = isOutgoing ? null : tagOf(sent)
    const frame = tag === null ? sent : withoutTag(sent)
    const protocol = etherTypeOf(frame)
    if (this.#protocol !== ETH_P_ALL && this.#protocol !== protocol) return
    const link = { interfaceIndex: indexOfDevice(this.#layer.ip, device), type: packetType(device, frame, isOutgoing) }
    const facts = { protocol, packetType: link.type, interfaceIndex: link.interfaceIndex, vlan: tag }
    const wanted = this.#filter === null ? frame.length : runFilter(this.#filter, frame, facts)
    if (wanted === 0) return
    const received = {
      bytes: frame.slice(0, wanted),
      from: { address: macAddressAt(frame, 6), port: protocol },
      ancillary: {
        link,
        ...(this.#tellsAuxiliary && { frame: { length: frame.length, tag } }),
        ...(this.#tellsTime && { arrived: this.#layer.ip.scheduler.now }),
      } satisfies Ancillary,
    }
    this.#queueUp(received, frame.length)
  }

  /** What the filter cuts off takes room all the same: the kernel keeps the frame, and shares it. */
  #queueUp(received: Received, frameLength: number): void {
    this.#statistics.seen++
    const isQueued = this.#queue.push(received, frameLength)
    if (!isQueued) this.#statistics.dropped++
    this.#touched()
    if (isQueued) this.onReadiness?.()
  }

  receive(max: number, flags = 0): Received | number {
    const received = this.#queue.take(max, flags)
    this.#touched()
    return received
  }

  attachFilter(program: readonly FilterInstruction[] | null): number {
    const checked = program === null ? 0 : checkFilter(program)
    if (checked === 0) this.#filter = program
    return checked
  }

  takeStatistics(): { seen: number; dropped: number } {
    const taken = this.#statistics
    this.#statistics = { seen: 0, dropped: 0 }
    return taken
  }

  getOption(option: number): number {
    switch (option) {
      case SocketOption.ERROR:
        return 0
      case SocketOption.RCVBUF:
        return this.#queue.limit >> 1
      case SocketOption.SNDBUF:
        return this.#sendBuffer >> 1
      case SocketOption.PACKET_AUXILIARY:
        return Number(this.#tellsAuxiliary)
      case SocketOption.PACKET_IGNORE_OUTGOING:
        return Number(this.#ignoresOutgoing)
      case SocketOption.TIMESTAMP:
        return Number(this.#tellsTime)
      default:
        return -Errno.ENOPROTOOPT
    }
  }

  setOption(option: number, value: number, text = ''): number {
    switch (option) {
      case SocketOption.RCVBUF:
        this.#queue.limit = 2 * Math.min(Math.max(value, BufferSize.LEAST_RECEIVE), BufferSize.MOST)
        return 0
      case SocketOption.SNDBUF:
        this.#sendBuffer = 2 * Math.min(Math.max(value, BufferSize.LEAST_SEND), BufferSize.MOST)
        return 0
      case SocketOption.PACKET_AUXILIARY:
        this.#tellsAuxiliary = value !== 0
        return 0
      case SocketOption.PACKET_IGNORE_OUTGOING:
        this.#ignoresOutgoing = value !== 0
        return 0
      case SocketOption.TIMESTAMP:
        this.#tellsTime = value !== 0
        return 0
      case SocketOption.PACKET_MEMBERSHIP:
        // Packet sockets see all that reaches the interface anyway.
        return this.#deviceNamed(text) === null ? -Errno.ENODEV : 0
      default:
        return -Errno.ENOPROTOOPT
    }
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
    return this.#sendBuffer
  }

  takeError(): number {
    return 0
  }

  localEndpoint(): Endpoint {
    return { address: this.#device?.name ?? '*', port: this.#protocol }
  }

  remoteEndpoint(): null {
    return null
  }

  close(): void {
    this.onReadiness = null
    this.#queue.clear()
    this.#layer.forget(this)
    this.#isClosed = true
    this.#touched()
  }

  row(): SocketRow {
    const { inode } = this
    return {
      proto: 'packet',
      state: 'UNCONN',
      local: this.localEndpoint(),
      recvQ: this.#queue.charged,
      sendQ: 0,
      inode,
    }
  }
}

function packetType({ mac, isLoopback }: NetworkInterface, frame: Uint8Array, isOutgoing: boolean): number {
  if (isOutgoing) return PacketType.OUTGOING
  const destination = macAddressAt(frame, 0)
  if (isLoopback || destination === mac) return PacketType.HOST
  if (!isGroupMac(destination)) return PacketType.OTHERHOST
  return destination === BROADCAST_MAC ? PacketType.BROADCAST : PacketType.MULTICAST
}

/** Returns the VLAN tag: number, with the priority above it (IEEE 802.1Q); null without one. */
function tagOf(frame: Uint8Array): number | null {
  if (frame.length < ETHERNET_HEADER_LENGTH + VLAN_TAG_LENGTH || etherTypeOf(frame) !== EtherType.VLAN) return null
  return read16(frame, ETHERNET_HEADER_LENGTH)
}

function withoutTag(frame: Uint8Array): Uint8Array {
  const plain = new Uint8Array(frame.length - VLAN_TAG_LENGTH)
  plain.set(frame.subarray(0, 12))
  plain.set(frame.subarray(12 + VLAN_TAG_LENGTH), 12)
  return plain
}
