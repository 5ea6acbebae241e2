import {
  addressFamily,
  formatPrefix,
  type IpAddress,
  ipAddressFrom,
  isMulticast,
  type Prefix,
} from '../address/index.ts'
import type { Scheduler } from '../clock.ts'
import { Errno } from '../errno.ts'
import { RandomStream } from '../random.ts'
import { IpProtocol } from '../wire/index.ts'
import type { Host } from './host.ts'
import type { HostOptions, MulticastRouteDescription, NextHopDescription, RouteDescription } from './host-options.ts'
import {
  type Counters,
  type HostInterface,
  IpLayer,
  type MappingRow,
  Netfilter,
  type NetworkInterface,
  type NextHop,
  type RuleDescription,
} from './ip/index.ts'
import { setKernelParameter, type Tunables } from './kernel-parameters.ts'
import { PacketLayer } from './packet/index.ts'
import { RawLayer } from './raw/index.ts'
import type { GroupRow, InterfaceRow, NeighborRow, RouteRow, RuleRow, SocketRow, Way } from './rows.ts'
import { TcpLayer } from './tcp/index.ts'
import { UdpLayer } from './udp/index.ts'

/** Host with this folder's network stack. */
export class SimulatedHost implements Host {
  readonly name: string
  readonly scheduler: Scheduler
  readonly ip: IpLayer
  readonly tcp: TcpLayer
  readonly udp: UdpLayer
  readonly raw: RawLayer
  readonly packets: PacketLayer
  readonly #tunables: Tunables
  #inodes = 0

  constructor(options: HostOptions) {
    const { name, seed, scheduler, forwarding, silent, attribution = { cause: null } } = options
    this.name = name
    this.scheduler = scheduler
    this.ip = new IpLayer({ name, seed, scheduler, forwarding, silent, attribution })
    const { nat, firewall } = options
    if (nat ?? firewall)
      this.ip.netfilter = new Netfilter({
        scheduler,
        random: new RandomStream(seed, `${name} nat`),
        nat,
        firewall,
        addressOf: (device) => this.interface(device)?.ipv4Address ?? null,
        onChange: (connection) => this.ip.watch?.connectionTouched(connection),
      })
    const nextInode = () => ++this.#inodes
    this.tcp = new TcpLayer(this.ip, nextInode, options.tcp)
    this.#tunables = { ip: this.ip, tcp: this.tcp.settings }
    this.udp = new UdpLayer(this.ip, nextInode)
    this.raw = new RawLayer(this.ip, nextInode)
    this.packets = new PacketLayer(this.ip, nextInode)
    this.ip.protocols.register(IpProtocol.TCP, this.tcp)
    this.ip.protocols.register(IpProtocol.UDP, this.udp)
    // Settings come first: they may enable duplicate detection.
    const devices = options.interfaces.map((one) => this.ip.addInterface({ ...one, addresses: [] }))
    for (const [name, value] of Object.entries(options.sysctls ?? {})) this.sysctl(name, value)
    for (const [index, device] of devices.entries()) this.#configure(device, options.interfaces[index]!)
    for (const route of options.routes) this.addRoute(route)
    for (const rule of options.rules ?? []) this.addRule(rule)
    for (const route of options.multicastRoutes ?? []) this.addMulticastRoute(route)
  }

  #configure(device: NetworkInterface, { addresses, advertise }: HostInterface): void {
    for (const prefix of addresses) this.ip.addAddress(device, prefix)
    if (device.settings.acceptsRouters > 0) this.ip.ipv6.addresses.enable(device)
    if (advertise !== undefined) this.ip.ipv6.advertisers.begin(device, advertise)
  }

  /** Counters under the names of Linux's `nstat`. */
  get counters(): Counters {
    return this.ip.counters
  }

  /**
   * Adds a route, with Linux's default metric for its family (0, or 1024 for IPv6) unless one is given. Throws RangeError if
   * there is no such interface, or none on whose network the gateway is: a link-local gateway is on all, and needs `dev`.
   */
  addRoute(description: RouteDescription): void {
    const { to, source = null, table, kind = 'unicast' } = description
    const { metric = addressFamily(to.address) === 4 ? 0 : 1024 } = description
    const hops = kind === 'unicast' ? hopsOf(description).map((hop) => this.#hop(to, hop)) : []
    this.ip.routes.add({ to, kind, hops, source, metric, isConnected: false }, table)
  }

  #hop(to: Prefix, { via, dev, weight = 1 }: NextHopDescription): NextHop {
    const device = dev === undefined ? this.#deviceToward(via) : this.interface(dev)
    if (device !== undefined) return { gateway: via ?? null, device, weight }
    const reason = dev === undefined ? `gateway ${via} is on none of its networks` : `there is no interface ${dev}`
    throw new RangeError(`${this.name}: no route to ${formatPrefix(to)}: ${reason}`)
  }

  /** Refuses packets to the prefix with "host unreachable", as `ip route add unreachable` does. */
  addUnreachableRoute(to: Prefix): void {
    this.addRoute({ to, kind: 'unreachable', metric: 0 })
  }

  /** Removes the routes to exactly this prefix; returns how many there were. */
  removeRoute(to: Prefix): number {
    return this.ip.routes.remove(to)
  }

  /** Adds a multicast route. Throws RangeError if there is no such interface. */
  addMulticastRoute({ from, source, group, to }: MulticastRouteDescription): void {
    const named = (name: string) => {
      const device = this.interface(name)
      if (device === undefined) throw new RangeError(`${this.name} has no interface ${name}`)
      return device
    }
    this.ip.multicastRoutes.add({ from: named(from), source: source ?? null, group, to: to.map(named) })
  }

  /** Acts as `ip rule add`. */
  addRule(rule: RuleDescription): void {
    this.ip.routes.addRule(rule)
  }

  rules(): RuleRow[] {
    return this.ip.routes.rules()
  }

  /** Sets a kernel parameter by its Linux name. Throws RangeError that lists the valid values. */
  sysctl(name: string, value: string | number): void {
    setKernelParameter(this.#tunables, name, value)
  }

  #deviceToward(gateway: IpAddress | undefined): NetworkInterface | undefined {
    if (gateway === undefined) return undefined
    const path = this.ip.path(gateway)
    return typeof path === 'number' || path.device.isLoopback ? undefined : path.device
  }

  interface(name: string): NetworkInterface | undefined {
    return this.ip.interfaces.find((device) => device.name === name)
  }

  /** Acts as `ip link set NAME up` or `down`. Throws RangeError if there is no such interface. */
  setInterface(name: string, up: boolean): void {
    this.ip.setUp(this.#device(name), up)
  }

  leaveAlone(name: string): void {
    this.#device(name).isLeftAlone = true
  }

  #device(name: string): NetworkInterface {
    const device = this.interface(name)
    if (device === undefined) throw new RangeError(`${this.name} has no interface ${name}`)
    return device
  }

  /** Stops everything in progress: connections end here, and their peers get no message. */
  losePower(): void {
    this.tcp.forgetConnections()
  }

  sockets(): SocketRow[] {
    return [...this.tcp.rows(), ...this.udp.rows(), ...this.raw.rows(), ...this.packets.rows()]
  }

  routes(): RouteRow[] {
    return this.ip.routes.rows()
  }

  neighbors(): NeighborRow[] {
    return this.ip.neighbors.rows()
  }

  interfaces(): InterfaceRow[] {
    return this.ip.interfaces.map((device) => device.row())
  }

  /** NAT translations; empty without NAT. */
  mappings(): MappingRow[] {
    return this.ip.netfilter?.mappings() ?? []
  }

  bytes(): Record<string, readonly [received: number, sent: number]> {
    const all = this.ip.interfaces.map(
      ({ name, receivedBytes, sentBytes }) => [name, [receivedBytes, sentBytes]] as const,
    )
    return Object.fromEntries(all)
  }

  way(destination: string, source?: string): Way | number {
    const [to, from] = [destination, source ?? '0.0.0.0'].map(ipAddressFrom)
    if (to == null || from == null) return -Errno.EINVAL
    const path = this.ip.path(to, source === undefined ? null : from)
    if (typeof path === 'number') return path
    const { device, source: src, nextHop, mtu, broadcast } = path
    const isGroup = isMulticast(to)
    const expires = (addressFamily(to) === 4 ? this.ip.ipv4 : this.ip.ipv6).pathMtus.secondsLeft(to)
    const way = { dev: device.name, src, nextHop, mtu, isBroadcast: broadcast && !isGroup, isGroup }
    return expires === null ? way : { ...way, expires }
  }

  groups(): GroupRow[] {
    return this.ip.multicast.rows()
  }
}

/** Returns the hops listed, or the one that the route itself describes. */
function hopsOf({ via, dev, nexthops }: RouteDescription): readonly NextHopDescription[] {
  return nexthops ?? [{ ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) }]
}
