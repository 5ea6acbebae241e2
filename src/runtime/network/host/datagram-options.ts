/** Options of datagram and raw sockets, with Linux's error numbers. Multicast options are in `MulticastOptions`. */
import { addressFamily, type Family, type IpAddress, isMulticast, LIMITED_BROADCAST } from '../address/index.ts'
import { Errno } from '../errno.ts'
import { AncillaryWishes } from './ancillary.ts'
import { deviceToBind, indexOfDevice } from './bound-device.ts'
import { type DatagramQueue, DEFAULT_BUFFER } from './datagram-queue.ts'
import type { IpLayer, NetworkInterface, PacketHeader, Path } from './ip/index.ts'
import { MulticastOptions } from './multicast-options.ts'
import { BufferSize, PathMtuDiscovery, SocketOption } from './socket-constants.ts'
import { SocketErrors } from './socket-errors.ts'

export class DatagramOptions {
  readonly groups: MulticastOptions
  readonly wishes: AncillaryWishes
  readonly errors: SocketErrors
  typeOfService = 0
  sendBuffer = DEFAULT_BUFFER
  /** SO_BINDTODEVICE. */
  device: NetworkInterface | null = null
  #unicastDevice: NetworkInterface | null = null
  #mtuDiscovery: number = PathMtuDiscovery.WANT
  #timeToLive: number
  #broadcasts = false
  readonly #ip: IpLayer
  readonly #queue: DatagramQueue

  constructor(ip: IpLayer, family: Family, queue: DatagramQueue) {
    this.#ip = ip
    this.#queue = queue
    this.#timeToLive = family === 4 ? ip.settings.timeToLive : 64
    this.groups = new MulticastOptions(ip, family)
    this.wishes = new AncillaryWishes(ip, family)
    this.errors = new SocketErrors(family, queue)
  }

  /** The only interface that unicast packets may leave by; null: the routes choose. */
  get outgoing(): NetworkInterface | null {
    return this.device ?? this.#unicastDevice
  }

  /** Returns the TTL or hop limit; groups have a separate one. */
  hopsTo(destination: IpAddress): number {
    return isMulticast(destination) ? this.groups.hops : this.#timeToLive
  }

  /** Returns whether sending is forbidden: broadcasts need SO_BROADCAST, groups don't, since hosts join them voluntarily. */
  isForbidden(destination: IpAddress, path: Path): boolean {
    const isBroadcast = destination === LIMITED_BROADCAST || (path.broadcast && !isMulticast(destination))
    return isBroadcast && !this.#broadcasts
  }

  /** Returns the path with the MTU for this socket: the interface's own if the socket ignores path MTUs. */
  pathTo(destination: IpAddress, path: Path): Path {
    if (this.#mtuDiscovery < PathMtuDiscovery.PROBE) return path
    const { device } = path
    return { ...path, mtu: addressFamily(destination) === 4 ? device.mtu : device.ipv6Mtu }
  }

  /** Whether packets longer than the path's MTU are refused rather than fragmented. */
  get refusesLong(): boolean {
    return this.#mtuDiscovery >= PathMtuDiscovery.DO && this.#mtuDiscovery <= PathMtuDiscovery.INTERFACE
  }

  /** DF bit of packets sent. */
  get dontFragment(): PacketHeader['dontFragment'] {
    if (this.#mtuDiscovery === PathMtuDiscovery.WANT) return 'when whole'
    return this.#mtuDiscovery === PathMtuDiscovery.DO || this.#mtuDiscovery === PathMtuDiscovery.PROBE
      ? 'always'
      : 'never'
  }

  /** Whether "too long for the path" is reported as an error. */
  get minds(): boolean {
    return this.#mtuDiscovery !== PathMtuDiscovery.DONT
  }

  /** Returns the value, or -errno. */
  get(option: number): number {
    switch (option) {
      case SocketOption.RCVBUF:
        return this.#queue.limit >> 1
      case SocketOption.SNDBUF:
        return this.sendBuffer >> 1
      case SocketOption.TTL:
        return this.#timeToLive
      case SocketOption.TOS:
        return this.typeOfService
      case SocketOption.BROADCAST:
        return this.#broadcasts ? 1 : 0
      case SocketOption.BIND_TO_DEVICE:
        return indexOfDevice(this.#ip, this.device)
      case SocketOption.RECEIVE_ERRORS:
        return this.errors.reports ? 1 : 0
      case SocketOption.MTU_DISCOVER:
        return this.#mtuDiscovery
      case SocketOption.UNICAST_INTERFACE:
        return indexOfDevice(this.#ip, this.#unicastDevice)
      default:
        return this.wishes.get(option) ?? this.groups.get(option) ?? -Errno.ENOPROTOOPT
    }
  }

  /** Sets an option. Returns 0 or -errno. */
  set(option: number, value: number, text: string): number {
    switch (option) {
      case SocketOption.RCVBUF:
        this.#queue.limit = 2 * Math.min(Math.max(value, BufferSize.LEAST_RECEIVE), BufferSize.MOST)
        return 0
      case SocketOption.SNDBUF:
        this.sendBuffer = 2 * Math.min(Math.max(value, BufferSize.LEAST_SEND), BufferSize.MOST)
        return 0
      case SocketOption.TTL:
        if (value < 1 || value > 255) return -Errno.EINVAL
        this.#timeToLive = value
        return 0
      case SocketOption.TOS:
        this.typeOfService = value & 0xff
        return 0
      case SocketOption.BROADCAST:
        this.#broadcasts = value !== 0
        return 0
      case SocketOption.BIND_TO_DEVICE:
        return this.#bindToDevice(text)
      case SocketOption.RECEIVE_ERRORS:
        this.#setReports(value !== 0)
        return 0
      case SocketOption.MTU_DISCOVER:
        if (value < PathMtuDiscovery.DONT || value > PathMtuDiscovery.OMIT) return -Errno.EINVAL
        this.#mtuDiscovery = value
        return 0
      case SocketOption.UNICAST_INTERFACE:
        return this.#setUnicastInterface(value)
      default:
        return this.wishes.set(option, value) ?? this.groups.set(option, value, text) ?? -Errno.ENOPROTOOPT
    }
  }

  #bindToDevice(name: string): number {
    const device = deviceToBind(this.#ip, name)
    if (typeof device === 'number') return device
    this.device = device
    return 0
  }

  /** Enables or disables reports. Disabling drops the queued ones (Linux's skb_errqueue_purge). */
  #setReports(on: boolean): void {
    this.errors.reports = on
    if (!on) this.errors.clear()
  }

  #setUnicastInterface(index: number): number {
    const device = index === 0 ? null : this.#ip.interfaces[index - 1]
    if (device === undefined) return -Errno.EADDRNOTAVAIL
    if (device !== null && this.device !== null && this.device !== device) return -Errno.EINVAL
    this.#unicastDevice = device
    return 0
  }
}
