import {
  addressKind,
  formatIpAddress,
  type IpAddress,
  interfaceIdentifier,
  ipv6Bytes,
  type Prefix,
} from '../../../../address/index.ts'
import { type Nanoseconds, SECOND } from '../../../../clock.ts'
import { RandomStream } from '../../../../random.ts'
import { IPV6_MINIMUM_MTU, linkAddressOf, type NdOption, type RouterAdvertisement } from '../../../../wire/index.ts'
import { Timer } from '../../../timer.ts'
import type { IpPacket } from '../../ip-packet.ts'
import type { NetworkInterface } from '../../network-interface.ts'
import type { Route } from '../../routing/index.ts'
import type { Ipv6Services } from '../ipv6-services.ts'

const ALL_ROUTERS = 'ff02::2'
const EVERYTHING: Prefix = { address: '::', length: 0 }
/** RFC 4861 10: MAX_RTR_SOLICITATION_DELAY and RTR_SOLICITATION_INTERVAL. */
const FIRST_DELAY: Nanoseconds = SECOND
const INTERVAL: Nanoseconds = 4 * SECOND
/** Linux's IP6_RT_PRIO_USER and IP6_RT_PRIO_ADDRCONF. */
const ROUTER_METRIC = 1024
const PREFIX_METRIC = 256
const FOREVER = 0xffff_ffff
const TWO_HOURS = 7200

type PrefixOption = Extract<NdOption, { kind: 'prefix' }>

/** Address configured from a prefix, and its lifetimes. */
interface OwnAddress {
  readonly address: IpAddress
  readonly deprecation: Timer
  readonly end: Timer
}

/** State of one interface. */
interface Known {
  solicitations: number
  readonly solicitation: Timer
  /** Routes by router address or prefix. */
  readonly routes: Map<string, { route: Route; timer: Timer }>
  readonly addresses: Map<IpAddress, OwnAddress>
  readonly nameServers: Map<IpAddress, Timer>
}

/**
 * Solicits routers and applies what they advertise: default routes, prefixes on the link, addresses, MTU and DNS servers
 * (RFC 4861 6.3, RFC 4862 5.5, RFC 8106).
 */
export class RouterDiscovery {
  readonly #ip: Ipv6Services
  readonly #known = new Map<NetworkInterface, Known>()

  constructor(ip: Ipv6Services) {
    this.#ip = ip
  }

  /** Starts on an interface that now has its link-local address to send from. */
  begin(device: NetworkInterface): void {
    this.#ip.ipv6.advertisers.of(device)?.start()
    if (!this.#believes(device) || device.settings.routerSolicitations === 0) return
    const { name, seed } = this.#ip.options
    const known = this.#of(device)
    known.solicitations = 0
    known.solicitation.arm(new RandomStream(seed, `${name} ${device.name} router solicitation`).below(FIRST_DELAY))
  }

  #believes({ settings }: NetworkInterface): boolean {
    return settings.acceptsRouters === 2 || (settings.acceptsRouters === 1 && !this.#ip.settings.forwarding[6])
  }

  #of(device: NetworkInterface): Known {
    const known = this.#known.get(device)
    if (known !== undefined) return known
    const fresh: Known = {
      solicitations: 0,
      solicitation: new Timer(this.#ip.scheduler, () => this.#solicit(device)),
      routes: new Map(),
      addresses: new Map(),
      nameServers: new Map(),
    }
    this.#known.set(device, fresh)
    return fresh
  }

  #solicit(device: NetworkInterface): void {
    const known = this.#of(device)
    known.solicitations++
    const options = [{ kind: 'source link address' as const, mac: device.mac }]
    this.#ip.ipv6.discovery.announce(device, ALL_ROUTERS, { kind: 'router solicitation', options })
    if (known.solicitations < device.settings.routerSolicitations) known.solicitation.arm(INTERVAL)
  }

  /** Takes an advertisement, if it comes from a neighbor (RFC 4861 6.1.2). */
  take(packet: IpPacket, message: RouterAdvertisement, device: NetworkInterface): void {
    if (!this.#believes(device) || addressKind(packet.source) !== 'link-local') return
    const known = this.#of(device)
    known.solicitation.stop()
    const mac = linkAddressOf(message, 'source link address')
    if (mac !== null) this.#ip.neighbors.hear(device, packet.source, mac)
    this.#setRoute(device, EVERYTHING, packet.source, ROUTER_METRIC, message.lifetime)
    for (const option of message.options) {
      if (option.kind === 'prefix') this.#takePrefix(device, option)
      else if (option.kind === 'mtu' && option.mtu >= IPV6_MINIMUM_MTU && option.mtu <= device.mtu)
        device.ipv6Mtu = option.mtu
      else if (option.kind === 'rdnss') this.#takeNameServers(device, option.servers, option.lifetime)
    }
  }

  #takePrefix(device: NetworkInterface, option: PrefixOption): void {
    const prefix = { address: option.prefix, length: option.length }
    if (addressKind(option.prefix) === 'link-local' || option.preferredLifetime > option.validLifetime) return
    if (option.onLink) this.#setRoute(device, prefix, null, PREFIX_METRIC, option.validLifetime)
    if (option.autonomous && device.settings.configuresItself && option.length === 64) this.#takeAddress(device, option)
  }

  /** Sets a route's lifetime in seconds; 0 removes it. */
  #setRoute(device: NetworkInterface, to: Prefix, gateway: IpAddress | null, metric: number, lifetime: number): void {
    const { routes } = this.#of(device)
    const key = gateway ?? `${to.address}/${to.length}`
    const existing = routes.get(key)
    if (lifetime === 0) {
      if (existing !== undefined) this.#removeRoute(device, key)
      return
    }
    const timer = existing?.timer ?? new Timer(this.#ip.scheduler, () => this.#removeRoute(device, key))
    armFor(timer, lifetime)
    if (existing !== undefined) return
    const hops = [{ gateway, device, weight: 1 }]
    const route: Route = { to, kind: 'unicast', hops, source: null, metric, isConnected: false }
    routes.set(key, { route, timer })
    this.#ip.routes.add(route)
  }

  #removeRoute(device: NetworkInterface, key: string): void {
    const { routes } = this.#of(device)
    const entry = routes.get(key)
    entry?.timer.stop()
    routes.delete(key)
    this.#ip.routes.removeWhere((route) => route === entry?.route)
  }

  /** Configures an address from the prefix and the interface's identifier, or updates its lifetimes (RFC 4862 5.5.3). */
  #takeAddress(device: NetworkInterface, { prefix, validLifetime, preferredLifetime }: PrefixOption): void {
    const bytes = Uint8Array.of(...ipv6Bytes(prefix).subarray(0, 8), ...interfaceIdentifier(device.mac))
    const address = formatIpAddress(bytes)
    const { addresses } = this.#of(device)
    const existing = addresses.get(address)
    if (existing === undefined && validLifetime === 0) return
    const own = existing ?? this.#ownAddress(device, address)
    armFor(
      own.end,
      existing === undefined ? validLifetime : atLeastTwoHours(own.end, validLifetime, this.#ip.scheduler.now),
    )
    if (preferredLifetime > 0) device.deprecated.delete(address)
    armFor(own.deprecation, preferredLifetime)
    if (existing !== undefined) return
    addresses.set(address, own)
    this.#ip.ipv6.addresses.addConfigured(device, { address, length: 64 })
  }

  #ownAddress(device: NetworkInterface, address: IpAddress): OwnAddress {
    const { scheduler, ipv6 } = this.#ip
    return {
      address,
      deprecation: new Timer(scheduler, () => device.deprecated.add(address)),
      end: new Timer(scheduler, () => {
        this.#of(device).addresses.get(address)?.deprecation.stop()
        this.#of(device).addresses.delete(address)
        ipv6.addresses.remove(device, address)
      }),
    }
  }

  #takeNameServers(device: NetworkInterface, servers: readonly IpAddress[], lifetime: number): void {
    const { nameServers } = this.#of(device)
    const tell = () => {
      device.nameServers = [...nameServers.keys()]
    }
    const forget = (server: IpAddress) => {
      nameServers.get(server)?.stop()
      nameServers.delete(server)
      tell()
    }
    for (const server of servers) {
      if (lifetime === 0) {
        forget(server)
        continue
      }
      const timer = nameServers.get(server) ?? new Timer(this.#ip.scheduler, () => forget(server))
      nameServers.set(server, timer)
      armFor(timer, lifetime)
    }
    tell()
  }

  /** Forgets what was learned on an interface that went down. */
  stop(device: NetworkInterface): void {
    const known = this.#known.get(device)
    if (known === undefined) return
    this.#known.delete(device)
    known.solicitation.stop()
    for (const { timer } of known.routes.values()) timer.stop()
    for (const { deprecation, end } of known.addresses.values()) for (const timer of [deprecation, end]) timer.stop()
    for (const timer of known.nameServers.values()) timer.stop()
    device.nameServers = []
    device.ipv6Mtu = device.mtu
  }
}

/** Arms a timer in seconds; 0xffffffff means forever. */
function armFor(timer: Timer, seconds: number): void {
  if (seconds === FOREVER) timer.stop()
  else timer.arm(seconds * SECOND)
}

/** Returns the valid lifetime to set, in seconds: a forged advertisement can't remove an address at once (RFC 4862 5.5.3 e). */
function atLeastTwoHours(end: Timer, told: number, now: Nanoseconds): number {
  const left = end.deadline === null ? FOREVER : Math.ceil((end.deadline - now) / SECOND)
  if (told > TWO_HOURS || told > left) return told
  return Math.min(left, TWO_HOURS)
}
