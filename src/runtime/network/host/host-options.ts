import type { IpAddress, Prefix } from '../address/index.ts'
import type { Scheduler } from '../clock.ts'
import type {
  Attribution,
  FirewallDescription,
  HostInterface,
  NatDescription,
  RouteKind,
  RuleDescription,
} from './ip/index.ts'
import type { TcpSettings } from './tcp/index.ts'

/** Options of a host. */
export interface HostOptions {
  readonly name: string
  readonly scheduler: Scheduler
  /** The world's seed. The host's random streams are labelled with its name. */
  readonly seed: number
  readonly interfaces: readonly HostInterface[]
  /** Routes besides those to the networks of its interfaces. */
  readonly routes: readonly RouteDescription[]
  /** Policy rules besides the default ones. */
  readonly rules?: readonly RuleDescription[]
  /** On a router: multicast routes. */
  readonly multicastRoutes?: readonly MulticastRouteDescription[]
  /** Kernel parameters that differ from Linux's defaults, by their names there. */
  readonly sysctls?: Readonly<Record<string, string | number>>
  /** Forwards packets for others: a router. */
  readonly forwarding: boolean
  /** Sends no ICMP errors. */
  readonly silent: boolean
  /** On a router: NAT, or a firewall for forwarded packets. */
  readonly nat?: NatDescription
  readonly firewall?: FirewallDescription
  /** Cause of the packets being sent; the host restores it for a packet that had to wait for its neighbor's address. */
  readonly attribution?: Attribution
  /** Parameters that differ from Linux's defaults. */
  readonly tcp?: Partial<TcpSettings>
}

/** `ip route add`. */
export interface RouteDescription extends NextHopDescription {
  /** 0.0.0.0/0 is the default route. */
  readonly to: Prefix
  readonly metric?: number
  /** Preferred source address. */
  readonly source?: IpAddress
  /** `main` unless given, or a number. */
  readonly table?: string
  /** Effect on packets that take the route; by default they are sent. */
  readonly kind?: RouteKind
  /** Several hops to choose from by flow (ECMP), instead of `via` and `dev`. */
  readonly nexthops?: readonly NextHopDescription[]
}

/** Multicast route of IPv4: packets for a group that come in by `from` also leave by `to` (smcroute). */
export interface MulticastRouteDescription {
  readonly from: string
  /** Source address; without one, any sender. */
  readonly source?: IpAddress
  readonly group: IpAddress
  readonly to: readonly string[]
}

export interface NextHopDescription {
  /** The next router; without one the destination is on the link itself. */
  readonly via?: IpAddress
  readonly dev?: string
  /** Share of the flows among several hops, from 1. */
  readonly weight?: number
}
