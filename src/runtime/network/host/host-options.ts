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
  /** The world's; the host's random streams are labelled with its name. */
  readonly seed: number
  readonly interfaces: readonly HostInterface[]
  /** Besides those to the networks that its interfaces are on. */
  readonly routes: readonly RouteDescription[]
  /** Policy rules beside the standing ones. */
  readonly rules?: readonly RuleDescription[]
  /** On a router: multicast routes. */
  readonly multicastRoutes?: readonly MulticastRouteDescription[]
  /** Kernel parameters that differ from Linux's defaults, by their names there. */
  readonly sysctls?: Readonly<Record<string, string | number>>
  /** Passes packets on that are for others: a router. */
  readonly forwarding: boolean
  /** Sends no ICMP errors. */
  readonly silent: boolean
  /** On a router: NAT, or a firewall for what passes. */
  readonly nat?: NatDescription
  readonly firewall?: FirewallDescription
  /** Cause of the packets being sent; the host restores it for one that had to wait for its neighbor's address. */
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
  /** What becomes of packets that take it; they leave unless it says otherwise. */
  readonly kind?: RouteKind
  /** Several ways to choose from by flow (ECMP), instead of `via` and `dev`. */
  readonly nexthops?: readonly NextHopDescription[]
}

/** What comes in by `from` for a group, of IPv4, leaves by `to` as well (smcroute). */
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
