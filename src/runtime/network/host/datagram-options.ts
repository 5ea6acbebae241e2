/** Options that datagram and raw sockets share, with Linux's error numbers: those of both about groups are in `MulticastOptions`. */
import { type Family, type IpAddress, isMulticast, LIMITED_BROADCAST } from '../address/index.ts'
import { Errno } from '../errno.ts'
import { deviceToBind, indexOfDevice } from './bound-device.ts'
import { type DatagramQueue, DEFAULT_BUFFER } from './datagram-queue.ts'
import type { IpLayer, NetworkInterface, Path } from './ip/index.ts'
import { MulticastOptions } from './multicast-options.ts'
import { BufferSize, SocketOption } from './socket-constants.ts'

export class DatagramOptions {
  readonly groups: MulticastOptions
  typeOfService = 0
  sendBuffer = DEFAULT_BUFFER
  /** SO_BINDTODEVICE. */
  device: NetworkInterface | null = null
  #timeToLive: number
  #broadcasts = false
  readonly #ip: IpLayer
  readonly #queue: DatagramQueue

  constructor(ip: IpLayer, family: Family, queue: DatagramQueue) {
    this.#ip = ip
    this.#queue = queue
    this.#timeToLive = family === 4 ? ip.settings.timeToLive : 64
    this.groups = new MulticastOptions(ip, family)
  }

  /** TTL or hop limit: groups have one of their own. */
  hopsTo(destination: IpAddress): number {
    return isMulticast(destination) ? this.groups.hops : this.#timeToLive
  }

  /** Broadcasts need SO_BROADCAST; groups, which nobody has to listen to, do not. */
  isForbidden(destination: IpAddress, path: Path): boolean {
    const isBroadcast = destination === LIMITED_BROADCAST || (path.broadcast && !isMulticast(destination))
    return isBroadcast && !this.#broadcasts
  }

  /** The value, or -errno. */
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
      default:
        return this.groups.get(option) ?? -Errno.ENOPROTOOPT
    }
  }

  /** 0 or -errno. */
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
      default:
        return this.groups.set(option, value, text) ?? -Errno.ENOPROTOOPT
    }
  }

  #bindToDevice(name: string): number {
    const device = deviceToBind(this.#ip, name)
    if (typeof device === 'number') return device
    this.device = device
    return 0
  }
}
