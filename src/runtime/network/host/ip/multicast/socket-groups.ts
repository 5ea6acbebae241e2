/** The groups of one socket, with Linux's error numbers (net/ipv4/igmp.c, net/ipv6/mcast.c). */
import { addressFamily, type IpAddress, ipAddressFrom, isMulticast } from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import type { IpServices } from '../ip-services.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { MulticastLayer } from './multicast-layer.ts'
import { admits, EVERYBODY, type SourceFilter } from './source-filter.ts'

/** net.ipv4.igmp_max_memberships, net.ipv4.igmp_max_msf. */
const MOST_GROUPS = 20
const MOST_SOURCES = 10

interface Membership {
  readonly group: IpAddress
  readonly device: NetworkInterface
  filter: SourceFilter
}

/** Parameters of a call: a group, an interface ('' for any) and perhaps a source. */
export interface GroupRequest {
  readonly group: IpAddress
  readonly iface: string
  readonly source: IpAddress | null
}

/**
 * Parses `group|interface|source`. The interface is one of its IPv4 addresses, its name, or an IPv6 address with it as the
 * zone (`::%eth1`). Returns -EINVAL if an address is invalid.
 */
export function readGroupRequest(text: string): GroupRequest | number {
  const [name = '', iface = '', from] = text.split('|')
  const group = ipAddressFrom(name)
  const source = from === undefined ? null : ipAddressFrom(from)
  if (group === null || (from !== undefined && source === null)) return -Errno.EINVAL
  if (source !== null && addressFamily(source) !== addressFamily(group)) return -Errno.EINVAL
  return { group, iface, source }
}

/** What joining needs: the host's interfaces and their memberships. */
type GroupServices = Pick<IpServices, 'interfaces' | 'ownerOf'> & {
  readonly multicast: Pick<MulticastLayer, 'set' | 'defaultDevice'>
}

export class SocketGroups {
  readonly #ip: GroupServices
  #memberships: Membership[] = []

  constructor(ip: GroupServices) {
    this.#ip = ip
  }

  /** IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP. */
  join({ group, iface }: GroupRequest): number {
    if (!isMulticast(group)) return -Errno.EINVAL
    const device = this.#device(group, iface)
    if (device === null) return -Errno.ENODEV
    if (this.#find(group, device) !== undefined) return -Errno.EADDRINUSE
    if (addressFamily(group) === 4 && this.#memberships.length >= MOST_GROUPS) return -Errno.ENOBUFS
    this.#set({ group, device, filter: EVERYBODY }, EVERYBODY)
    return 0
  }

  /** IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP. Without an interface the first membership in the group is meant. */
  leave({ group, iface }: GroupRequest): number {
    if (addressFamily(group) === 6 && !isMulticast(group)) return -Errno.EINVAL
    const device = this.#device(group, iface)
    if (device === null && iface === '' && addressFamily(group) === 4) return -Errno.ENODEV
    const membership = iface === '' ? this.#memberships.find((one) => one.group === group) : this.#find(group, device)
    if (membership === undefined) return -Errno.EADDRNOTAVAIL
    this.#end(membership)
    return 0
  }

  /** IP_ADD_SOURCE_MEMBERSHIP: joins for one source, or for one more. */
  joinSource(request: GroupRequest): number {
    const { group, source, iface } = request
    if (!isMulticast(group)) return -Errno.EINVAL
    const device = this.#device(group, iface)
    if (device === null) return -Errno.ENODEV
    const known = this.#find(group, device)
    const { mode, sources } = known?.filter ?? EVERYBODY
    if (mode === 'exclude' && sources.length > 0) return -Errno.EINVAL
    const list = mode === 'include' ? sources : []
    if (list.includes(source!)) return -Errno.EADDRNOTAVAIL
    if (list.length >= MOST_SOURCES) return -Errno.ENOBUFS
    this.#set(known ?? { group, device, filter: EVERYBODY }, { mode: 'include', sources: [...list, source!] })
    return 0
  }

  /** IP_DROP_SOURCE_MEMBERSHIP: leaves the group with its last source. */
  leaveSource(request: GroupRequest): number {
    const membership = this.#existing(request)
    if (typeof membership === 'number') return membership
    if (!this.#switchTo('include', membership)) return -Errno.EINVAL
    const { mode, sources } = membership.filter
    if (!sources.includes(request.source!)) return -Errno.EADDRNOTAVAIL
    const left = sources.filter((source) => source !== request.source)
    if (left.length === 0) this.#end(membership)
    else this.#set(membership, { mode, sources: left })
    return 0
  }

  /** IP_BLOCK_SOURCE and, `isBlocked` false, IP_UNBLOCK_SOURCE. */
  block(request: GroupRequest, isBlocked: boolean): number {
    const membership = this.#existing(request)
    if (typeof membership === 'number') return membership
    if (!this.#switchTo('exclude', membership)) return -Errno.EINVAL
    const { mode, sources } = membership.filter
    if (sources.includes(request.source!) === isBlocked) return -Errno.EADDRNOTAVAIL
    if (isBlocked && sources.length >= MOST_SOURCES) return -Errno.ENOBUFS
    const others = sources.filter((source) => source !== request.source)
    this.#set(membership, { mode, sources: isBlocked ? [...others, request.source!] : others })
    return 0
  }

  /** Switches the mode of a membership whose list is empty, even if the call fails later (Linux's ip_mc_source). */
  #switchTo(mode: SourceFilter['mode'], membership: Membership): boolean {
    const { filter } = membership
    if (filter.mode === mode) return true
    if (filter.sources.length > 0) return false
    this.#set(membership, { mode, sources: [] })
    return true
  }

  #existing({ group, iface }: GroupRequest): Membership | number {
    if (!isMulticast(group)) return -Errno.EINVAL
    const device = this.#device(group, iface)
    if (device === null) return -Errno.ENODEV
    return this.#find(group, device) ?? -Errno.EINVAL
  }

  #set(membership: Membership, filter: SourceFilter): void {
    membership.filter = filter
    if (!this.#memberships.includes(membership)) this.#memberships.push(membership)
    this.#ip.multicast.set(membership.device, membership.group, this, filter)
  }

  #end(membership: Membership): void {
    this.#memberships = this.#memberships.filter((other) => other !== membership)
    this.#ip.multicast.set(membership.device, membership.group, this, null)
  }

  /** Leaves all groups when the socket is closed. */
  close(): void {
    for (const membership of this.#memberships) this.#end(membership)
  }

  /** Returns whether the socket receives a packet to the group; null when it hasn't joined the group there. */
  admits(group: IpAddress, device: NetworkInterface, source: IpAddress): boolean | null {
    if (this.#memberships.length === 0) return null
    const membership = this.#find(group, device)
    return membership === undefined ? null : admits(membership.filter, source)
  }

  #find(group: IpAddress, device: NetworkInterface | null): Membership | undefined {
    return this.#memberships.find((one) => one.group === group && one.device === device)
  }

  #device(group: IpAddress, iface: string): NetworkInterface | null {
    if (iface === '' || iface === '0.0.0.0' || iface === '::') return this.#ip.multicast.defaultDevice(group)
    return deviceNamed(this.#ip, iface)
  }
}

/** Returns the interface that a program names by address, zone or name. */
export function deviceNamed(ip: Pick<IpServices, 'interfaces' | 'ownerOf'>, iface: string): NetworkInterface | null {
  const [address = '', zone] = iface.split('%')
  if (zone !== undefined) return ip.interfaces.find(({ name }) => name === zone) ?? null
  const canonical = ipAddressFrom(address)
  if (canonical === null) return ip.interfaces.find(({ name }) => name === address) ?? null
  return ip.ownerOf(canonical) ?? null
}
