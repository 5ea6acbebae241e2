/**
 * IP of one host, both families: interfaces, routes, neighbors and delivery to the protocols above. Each family's own part is
 * in `ipv4/` and `ipv6/`.
 */
import { addressFamily, type IpAddress, isLoopback, type Prefix } from '../../address/index.ts'
import type { Scheduler } from '../../clock.ts'
import { RandomStream } from '../../random.ts'
import { ETHERNET_HEADER_LENGTH, IpProtocol } from '../../wire/index.ts'
import type { TableWatch } from '../table-watch.ts'
import { Counters } from './counters.ts'
import { ErrorRate } from './error-rate.ts'
import type { HostInterface } from './host-interface.ts'
import { ANY_FLOW, type FlowSelector, type IpPacket, type PacketHeader, type Path } from './ip-packet.ts'
import type { IpOptions, IpServices, PayloadWriter } from './ip-services.ts'
import { Ipv4 } from './ipv4/index.ts'
import { Ipv6 } from './ipv6/index.ts'
import { LinkLayer } from './link-layer.ts'
import { MulticastLayer, MulticastRoutes } from './multicast/index.ts'
import { NeighborCache } from './neighbor-cache.ts'
import type { Netfilter } from './netfilter/index.ts'
import { NetworkInterface } from './network-interface.ts'
import { ProtocolTable } from './protocol-table.ts'
import { chooseHop, type NextHop, type Route, Routing } from './routing/index.ts'
import { type IpSettings, linuxIpSettings } from './settings.ts'

export class IpLayer implements IpServices {
  readonly options: IpOptions
  readonly counters = new Counters()
  readonly settings: IpSettings
  readonly routes = new Routing(() => this.watch?.hostTouched())
  readonly neighbors: NeighborCache
  /** Limit of ICMP errors, both families together. */
  readonly errorRate: ErrorRate
  readonly loopback = NetworkInterface.loopback()
  readonly ipv4: Ipv4
  readonly ipv6: Ipv6
  readonly multicast: MulticastLayer
  readonly multicastRoutes = new MulticastRoutes()
  /** Receivers of what arrives for this host. */
  readonly protocols = new ProtocolTable()
  readonly #interfaces: NetworkInterface[] = [this.loopback]
  readonly #own = new Map<IpAddress, NetworkInterface>()
  readonly #link = new LinkLayer(this)
  /** NAT or firewall, if any. */
  netfilter: Netfilter | null = null
  /** Called when the host's tables may have changed. */
  watch: TableWatch | null = null

  constructor(options: IpOptions) {
    this.options = options
    this.settings = linuxIpSettings(options.forwarding)
    this.errorRate = new ErrorRate(options.scheduler, this.settings)
    for (const { address } of this.loopback.addresses) this.#own.set(address, this.loopback)
    this.ipv4 = new Ipv4(this)
    this.ipv6 = new Ipv6(this)
    this.multicast = new MulticastLayer(this)
    this.protocols.register(IpProtocol.ICMP, this.ipv4.icmp, [4])
    this.protocols.register(IpProtocol.ICMPV6, this.ipv6.icmp, [6])
    this.protocols.register(IpProtocol.IGMP, this.multicast.igmp, [4])
    this.neighbors = new NeighborCache({
      scheduler: options.scheduler,
      random: new RandomStream(options.seed, `${options.name} arp`),
      attribution: options.attribution,
      limits: this.settings.neighborTables,
      protocols: { 4: this.ipv4.arp, 6: this.ipv6.discovery },
      onChange: (entry) => this.watch?.neighborTouched(entry),
      onUnreachable: (address, frames) => {
        const family = addressFamily(address) === 4 ? this.ipv4 : this.ipv6
        for (const frame of frames) family.reportUnresolved(frame.subarray(ETHERNET_HEADER_LENGTH))
      },
    })
  }

  get scheduler(): Scheduler {
    return this.options.scheduler
  }

  get interfaces(): readonly NetworkInterface[] {
    return this.#interfaces
  }

  /** Changes whenever a path MTU was learned: callers that cache one must look again. */
  get pathMtuEpoch(): number {
    return this.ipv4.pathMtus.epoch + this.ipv6.pathMtus.epoch
  }

  addInterface(options: HostInterface): NetworkInterface {
    const device = new NetworkInterface({ ...options, addresses: [] })
    this.#interfaces.push(device)
    options.port.onReceive = (frame) => this.#link.receive(device, frame)
    for (const prefix of options.addresses) this.addAddress(device, prefix)
    return device
  }

  /**
   * Adds an address, and the route to its network. With its first IPv6 address an interface enables IPv6 and gets a link-local
   * address. Throws RangeError when its link's MTU is too small for IPv6.
   */
  addAddress(device: NetworkInterface, prefix: Prefix): void {
    if (addressFamily(prefix.address) === 4) this.ipv4.addAddress(device, prefix)
    else this.ipv6.addresses.add(device, prefix)
    this.multicast.changed(device)
  }

  /** Notes that the address is now one of this host's. */
  own(address: IpAddress, device: NetworkInterface): void {
    this.#own.set(address, device)
  }

  /** Notes that the address is no longer one of this host's. */
  disown(address: IpAddress): void {
    this.#own.delete(address)
  }

  /** The interface that has the address. */
  ownerOf(address: IpAddress): NetworkInterface | undefined {
    return this.#own.get(address)
  }

  /** Acts as `ip link set up` and `down`: down removes the interface's routes and IPv6 addresses; up restores what the host created by itself. */
  setUp(device: NetworkInterface, up: boolean): void {
    if (device.up === up) return
    device.up = up
    this.watch?.hostTouched()
    if (up) {
      this.routes.refresh()
      this.ipv4.interfaceUp(device)
      this.ipv6.addresses.interfaceUp(device)
      this.multicast.tellAgain(device)
    } else {
      this.neighbors.forget(device)
      this.routes.interfaceDown(device)
      this.ipv6.addresses.interfaceDown(device)
    }
  }

  /** Returns whether the address is one of this host's; all of 127.0.0.0/8 is. */
  owns(address: IpAddress): boolean {
    return this.#own.has(address) || (addressFamily(address) === 4 && isLoopback(address))
  }

  /**
   * Returns where packets for `destination` leave, or -errno. `source`: an address that the sender requires. `flow`: other
   * criteria, above all the interface that a socket is bound to.
   */
  path(destination: IpAddress, source: IpAddress | null = null, flow: FlowSelector = ANY_FLOW): Path | number {
    if (this.owns(destination) && this.#isReachedInside(destination, flow.device))
      return this.#localPath(destination, source)
    const family = addressFamily(destination) === 4 ? this.ipv4 : this.ipv6
    return family.path(destination, source, flow)
  }

  /** Returns whether the address is local to the host: not for a socket bound to another interface (Linux's local table checks the interface too). */
  #isReachedInside(address: IpAddress, device: NetworkInterface | null): boolean {
    return device === null || device.isLoopback || (this.#own.get(address) ?? this.loopback) === device
  }

  #localPath(destination: IpAddress, source: IpAddress | null): Path {
    const { loopback: device } = this
    return { device, source: source ?? destination, nextHop: destination, mtu: device.mtu, broadcast: false }
  }

  /** Returns the hop of a route with a destination, for one flow. */
  hopOf(route: Route, destination: IpAddress, source: IpAddress | null, flow: FlowSelector): NextHop {
    if (route.hops.length === 1) return route.hops[0]!
    const byPorts = this.settings.multipathHashPolicy[addressFamily(destination)] === 1
    const ports = byPorts ? flow.ports : null
    const { seed, name } = this.options
    const isOwn = flow.arrivedOn === null && addressFamily(destination) === 4
    return chooseHop(
      route,
      { source, destination, ports },
      {
        device: flow.device,
        seed,
        secret: `${name} multipath`,
        isAtHome: ({ device, gateway }) => isOwn && device.ipv4AddressToward(gateway) === source,
      },
    )
  }

  /** Sends a packet whose payload `write` fills in behind the header, fragmented if necessary. Returns 0 or -errno. */
  send(header: PacketHeader, length: number, write: PayloadWriter): number {
    return this.sendAlong(this.path(header.destination, header.source, header.flow), header, length, write)
  }

  /** Sends by a path already looked up, or an error that explains its absence. */
  sendAlong(path: Path | number, header: PacketHeader, length: number, write: PayloadWriter): number {
    const family = addressFamily(header.destination) === 4 ? this.ipv4 : this.ipv6
    return typeof path === 'number' ? family.refuse(path) : family.send(path, header, length, write)
  }

  /** Hands a frame with 14 free bytes, then a complete packet, to the link, or loops it back: then `isIntact` says that checksums need no check. */
  transmit(path: Path, source: IpAddress, frame: Uint8Array, isIntact = false): void {
    this.#link.transmit(path, source, frame, isIntact)
  }

  /** Reports to the sender that no socket has this port. */
  reportPortUnreachable(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): void {
    if (addressFamily(packet.destination) === 4) this.ipv4.icmp.sendPortUnreachable(packet, bytes)
    else this.ipv6.icmp.sendPortUnreachable(device, bytes)
  }
}
