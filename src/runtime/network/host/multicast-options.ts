/** Multicast options of a datagram or raw socket: the sending interface, the hop limit, and the groups joined. */
import { addressFamily, type Family, type IpAddress, ipAddressFrom } from '../address/index.ts'
import { Errno } from '../errno.ts'
import {
  deviceNamed,
  type IpLayer,
  type NetworkInterface,
  type Path,
  readGroupRequest,
  SocketGroups,
} from './ip/index.ts'
import { SocketOption } from './socket-constants.ts'

export class MulticastOptions {
  /** IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS: by default packets to groups stay on this link. */
  hops = 1
  #loops = true
  #device: NetworkInterface | null = null
  /** Address by which an IPv4 program named the interface: its datagrams are sent from there. */
  #source: IpAddress | null = null
  /** Linux's IP_MULTICAST_ALL: packets for groups that other sockets of this host joined are received too. */
  #hearsAll = true
  readonly #ip: IpLayer
  readonly #family: Family
  readonly #groups: SocketGroups

  constructor(ip: IpLayer, family: Family) {
    this.#ip = ip
    this.#family = family
    this.#groups = new SocketGroups(ip)
  }

  /**
   * Returns where packets to a group leave, or -errno. `source`, `bound`: the address and the interface that the socket is
   * bound to; `zone`: the group's.
   */
  path(
    group: IpAddress,
    source: IpAddress | null,
    bound: NetworkInterface | null = null,
    zone: NetworkInterface | null = null,
  ): Path | number {
    const from = source ?? (addressFamily(group) === 4 ? this.#source : null)
    const path = this.#ip.multicast.path(group, from, zone ?? this.#device ?? bound)
    return typeof path === 'number' ? path : { ...path, loop: this.#loops }
  }

  /** Returns whether the socket receives a packet to a group. */
  admits(group: IpAddress, device: NetworkInterface, source: IpAddress): boolean {
    return this.#groups.admits(group, device, source) ?? this.#hearsAll
  }

  /** Returns the value of a multicast option; undefined for any other. */
  get(option: number): number | undefined {
    if (option === SocketOption.MULTICAST_TTL) return this.hops
    if (option === SocketOption.MULTICAST_LOOP) return this.#loops ? 1 : 0
    return option === SocketOption.MULTICAST_ALL ? Number(this.#hearsAll) : undefined
  }

  /** Sets a multicast option. Returns 0 or -errno; undefined for any other option. */
  set(option: number, value: number, text: string): number | undefined {
    switch (option) {
      case SocketOption.MULTICAST_TTL:
        return this.#setHops(value)
      case SocketOption.MULTICAST_LOOP:
        this.#loops = value !== 0
        return 0
      case SocketOption.MULTICAST_ALL:
        this.#hearsAll = value !== 0
        return 0
      case SocketOption.MULTICAST_INTERFACE:
        return this.#setInterface(text)
      default:
        return this.#setGroup(option, text)
    }
  }

  #setHops(value: number): number {
    if (value < -1 || value > 255) return -Errno.EINVAL
    this.hops = value === -1 ? 1 : value
    return 0
  }

  /** Sets the interface by an IPv4 address, an IPv6 zone (`::%eth1`) or a name; the unspecified address clears it. */
  #setInterface(text: string): number {
    const isZone = text.includes('%')
    const address = isZone ? null : ipAddressFrom(text)
    if (this.#family === 4 && (isZone || address?.includes(':'))) return -Errno.ENOPROTOOPT
    const isNone = address === '0.0.0.0' || address?.includes(':') === true
    const device = isNone ? null : deviceNamed(this.#ip, text)
    // An unknown zone has the number 0, which means "none" (RFC 4007 11.2).
    if (device === null && !isNone && !isZone) return address === null ? -Errno.EINVAL : -Errno.EADDRNOTAVAIL
    this.#device = device
    this.#source = device !== null && address !== null ? address : null
    return 0
  }

  #setGroup(option: number, text: string): number | undefined {
    if (!GROUP_OPTIONS.has(option)) return undefined
    const request = readGroupRequest(text)
    if (typeof request === 'number') return request
    if (this.#family === 4 && addressFamily(request.group) === 6) return -Errno.ENOPROTOOPT
    const needsSource = option !== SocketOption.ADD_MEMBERSHIP && option !== SocketOption.DROP_MEMBERSHIP
    if (needsSource !== (request.source !== null)) return -Errno.EINVAL
    if (option === SocketOption.ADD_MEMBERSHIP) return this.#groups.join(request)
    if (option === SocketOption.DROP_MEMBERSHIP) return this.#groups.leave(request)
    if (option === SocketOption.ADD_SOURCE_MEMBERSHIP) return this.#groups.joinSource(request)
    if (option === SocketOption.DROP_SOURCE_MEMBERSHIP) return this.#groups.leaveSource(request)
    return this.#groups.block(request, option === SocketOption.BLOCK_SOURCE)
  }

  /** Leaves all groups when the socket is closed. */
  close(): void {
    this.#groups.close()
  }
}

const GROUP_OPTIONS: ReadonlySet<number> = new Set([
  ...[SocketOption.ADD_MEMBERSHIP, SocketOption.DROP_MEMBERSHIP],
  ...[SocketOption.ADD_SOURCE_MEMBERSHIP, SocketOption.DROP_SOURCE_MEMBERSHIP],
  ...[SocketOption.BLOCK_SOURCE, SocketOption.UNBLOCK_SOURCE],
])
