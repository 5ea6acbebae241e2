/** A network as plain data, as a topology file gives it once it has been checked. */
import type { MacAddress, Prefix } from '../address/index.ts'
import type { Advertisement, MulticastRouteDescription, RouteDescription, RuleDescription } from '../host/index.ts'
import type { Impairment } from '../link/index.ts'
import type { FirewallDescription, NatDescription } from './middleboxes.ts'

export interface NetworkDescription {
  readonly name: string
  readonly nodes: readonly NodeDescription[]
  readonly links: readonly LinkDescription[]
}

export type NodeDescription = HostDescription | SwitchDescription

/** A host, or a router: a host that forwards. */
export interface HostDescription {
  readonly kind: 'host' | 'router'
  readonly name: string
  readonly interfaces: readonly InterfaceDescription[]
  readonly routes: readonly RouteDescription[]
  /** Policy rules beside the standing ones. */
  readonly rules?: readonly RuleDescription[]
  /** DNS zones that it answers for: lines of master files by origin. Whoever runs the network serves them. */
  readonly zones?: Readonly<Record<string, readonly string[]>>
  /** Of a router: ways of groups. */
  readonly multicastRoutes?: readonly MulticastRouteDescription[]
  /** Kernel parameters that differ from Linux's defaults, by their names there. */
  readonly sysctls?: Readonly<Record<string, string | number>>
  /** A router that sends no ICMP errors. */
  readonly silent?: boolean
  /** Of a router. The simulated network has neither yet. */
  readonly nat?: NatDescription
  readonly firewall?: FirewallDescription
}

export interface InterfaceDescription {
  readonly name: string
  /** Each address with the length of its network's prefix. */
  readonly addresses: readonly Prefix[]
  /** Of a router: what it tells hosts on that link. */
  readonly advertise?: Advertisement
  /** Otherwise the next free one, 02:00:00:00:00:01 for the network's first interface. */
  readonly mac?: MacAddress
}

/** A learning switch. Its ports are named by the links. */
export interface SwitchDescription {
  readonly kind: 'switch'
  readonly name: string
}

export interface LinkDescription {
  /** `client:eth0`: an interface of a host, or any name for a port of a switch. */
  readonly endpoints: readonly [string, string]
  /** Both directions. Its `mtu` is also that of the interfaces at its ends. */
  readonly impairment?: Partial<Impairment>
  /** What differs from the first endpoint to the second, and back. */
  readonly forward?: Partial<Impairment>
  readonly backward?: Partial<Impairment>
}
