/** Multicast of one host: the groups that its sockets join on its interfaces, and where packets to groups leave. */
import {
  addressFamily,
  type Family,
  type IpAddress,
  isLoopback,
  type MacAddress,
  multicastMac,
  solicitedNodeGroup,
} from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import type { GroupRow } from '../../rows.ts'
import { ANY_FLOW, type Path } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { Igmp } from './igmp.ts'
import { Mld } from './mld.ts'
import { Reporter } from './reporter.ts'
import type { ReportingServices } from './reporting-services.ts'
import { admits, mergedFilter, type SourceFilter } from './source-filter.ts'

const ALL_SYSTEMS = '224.0.0.1'
/** All nodes of the interface and of the link (RFC 4291 §2.7.1). */
const ALL_NODES = ['ff01::1', 'ff02::1']
const ALL_ROUTERS = ['ff01::2', 'ff02::2', 'ff05::2']

/** State of one interface: its reporters, the filter of each socket by group, and the MAC addresses that its card accepts. */
interface DeviceGroups {
  readonly reporters: Readonly<Record<Family, Reporter>>
  readonly wanted: Map<IpAddress, Map<object, SourceFilter>>
  macs: ReadonlySet<MacAddress> | null
}

export class MulticastLayer {
  readonly igmp: Igmp
  readonly mld: Mld
  readonly #ip: ReportingServices
  readonly #devices = new Map<NetworkInterface, DeviceGroups>()

  constructor(ip: ReportingServices) {
    this.#ip = ip
    this.igmp = new Igmp(ip)
    this.mld = new Mld(ip)
  }

  reporter(device: NetworkInterface, family: Family): Reporter {
    return this.#of(device).reporters[family]
  }

  #of(device: NetworkInterface): DeviceGroups {
    const known = this.#devices.get(device)
    if (known !== undefined) return known
    const { scheduler } = this.#ip
    const reporters = {
      4: new Reporter(scheduler, this.igmp, device),
      6: new Reporter(scheduler, this.mld, device),
    }
    const groups: DeviceGroups = { reporters, wanted: new Map(), macs: null }
    this.#devices.set(device, groups)
    return groups
  }

  /** Sets a socket's filter for a group; null: it leaves. */
  set(device: NetworkInterface, group: IpAddress, socket: object, filter: SourceFilter | null): void {
    const groups = this.#of(device)
    const wanted = groups.wanted.get(group) ?? new Map<object, SourceFilter>()
    if (filter === null) wanted.delete(socket)
    else wanted.set(socket, filter)
    if (wanted.size === 0) groups.wanted.delete(group)
    else groups.wanted.set(group, wanted)
    groups.macs = null
    groups.reporters[addressFamily(group)].set(group, mergedFilter([...wanted.values()]))
  }

  /** Returns whether this host receives packets to the group from this source on the interface. */
  isMember(device: NetworkInterface, group: IpAddress, source: IpAddress): boolean {
    const family = addressFamily(group)
    if (family === 4 ? group === ALL_SYSTEMS : this.#isStanding(device, group)) return true
    const filter = this.#devices.get(device)?.reporters[family].filterOf(group)
    return filter !== undefined && admits(filter, source)
  }

  /** Returns whether the interface is in the group, for whatever source. */
  isIn(device: NetworkInterface, group: IpAddress): boolean {
    const family = addressFamily(group)
    if (family === 4 ? group === ALL_SYSTEMS : this.#isStanding(device, group)) return true
    return this.#devices.get(device)?.reporters[family].filterOf(group) !== undefined
  }

  /** Returns whether the group is one that every node is in (RFC 4291 §2.8). */
  #isStanding(device: NetworkInterface, group: IpAddress): boolean {
    if (ALL_NODES.includes(group)) return true
    if (this.#ip.settings.forwarding[6] && ALL_ROUTERS.includes(group)) return true
    return device.solicitedAddresses.some(({ address }) => solicitedNodeGroup(address) === group)
  }

  /** Returns whether the interface's card accepts a group's MAC address, which many groups share. */
  hears(device: NetworkInterface, mac: MacAddress): boolean {
    const groups = this.#of(device)
    groups.macs ??= this.#macs(device, groups)
    return groups.macs.has(mac)
  }

  #macs(device: NetworkInterface, { wanted }: DeviceGroups): ReadonlySet<MacAddress> {
    const solicited = device.solicitedAddresses.map(({ address }) => solicitedNodeGroup(address))
    const routers = this.#ip.settings.forwarding[6] ? ALL_ROUTERS : []
    return new Set([ALL_SYSTEMS, ...ALL_NODES, ...routers, ...solicited, ...wanted.keys()].map(multicastMac))
  }

  /** Notes that the interface's addresses or groups may have changed. */
  changed(device: NetworkInterface): void {
    const groups = this.#devices.get(device)
    if (groups !== undefined) groups.macs = null
  }

  /** Reports all memberships again when the interface comes up. */
  tellAgain(device: NetworkInterface): void {
    const groups = this.#devices.get(device)
    if (groups !== undefined) for (const family of [4, 6] as const) groups.reporters[family].tellAll()
  }

  /**
   * Returns where packets to a group leave: the interface that the socket chose, else that of its source address, else for
   * IPv4 where a route leads (ENETUNREACH without one, as on Linux), for IPv6 the only one.
   */
  path(group: IpAddress, source: IpAddress | null, chosen: NetworkInterface | null): Path | number {
    if (addressFamily(group) === 6) return this.#ip.ipv6.path(group, source, { ...ANY_FLOW, device: chosen })
    const device = chosen ?? this.#deviceFor(group, source)
    if (device === null || !device.up) return -Errno.ENETUNREACH
    const from = source ?? device.ipv4Address ?? '0.0.0.0'
    return { device, source: from, nextHop: group, mtu: device.mtu, broadcast: true }
  }

  #deviceFor(group: IpAddress, source: IpAddress | null): NetworkInterface | null {
    if (source !== null) {
      const owner = this.#ip.ownerOf(source) ?? (isLoopback(source) ? this.#ip.loopback : undefined)
      if (owner !== undefined) return owner
    }
    return this.#ip.routes.lookup(group)?.hops[0]?.device ?? null
  }

  /** Returns the interface that is meant when a program names none: where packets to the group would leave. */
  defaultDevice(group: IpAddress): NetworkInterface | null {
    if (addressFamily(group) === 4) return this.#deviceFor(group, null)
    return this.#ip.interfaces.find(({ up, hasIpv6, isLoopback: isLo }) => up && hasIpv6 && !isLo) ?? null
  }

  /** Groups that sockets have joined, by interface, as `ip maddress` lists them. */
  rows(): GroupRow[] {
    return [...this.#devices].flatMap(([{ name: iface }, { reporters }]) =>
      ([4, 6] as const).flatMap((family) =>
        [...reporters[family].groups].map(([group, { mode, sources }]) => ({
          group,
          iface,
          ...(sources.length > 0 && { mode, sources: [...sources] }),
        })),
      ),
    )
  }
}
