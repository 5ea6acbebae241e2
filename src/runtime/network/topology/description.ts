/** A network as plain data: the result of validating a topology file. */
import type { MacAddress, Prefix } from '../address/index.ts'
import type {
  Advertisement,
  FirewallDescription,
  MulticastRouteDescription,
  NatDescription,
  RouteDescription,
  RuleDescription,
} from '../host/index.ts'
import type { Impairment } from '../link/index.ts'

export interface NetworkDescription {
  readonly name: string
  readonly nodes: readonly NodeDescription[]
  readonly links: readonly LinkDescription[]
  /** Protocols of ports, by Wireshark's names, for dissection: `{ 5300: 'dns' }`. */
  readonly ports?: PortProtocols
}

/** Protocols that dissection cannot know from the port itself. */
export type PortProtocols = Readonly<Record<number, string>>

export type NodeDescription = HostDescription | SwitchDescription

/** A host, or a router: a host that forwards. */
export interface HostDescription {
  readonly kind: 'host' | 'router'
  readonly name: string
  readonly interfaces: readonly InterfaceDescription[]
  readonly routes: readonly RouteDescription[]
  /** Policy rules in addition to the built-in ones. */
  readonly rules?: readonly RuleDescription[]
  /** DNS zones that it serves: lines of zone files by origin. The runner of the network serves them. */
  readonly zones?: Readonly<Record<string, readonly string[]>>
  /** Multicast routes of a router. */
  readonly multicastRoutes?: readonly MulticastRouteDescription[]
  /** Kernel parameters that differ from Linux's defaults, by their Linux names. */
  readonly sysctls?: Readonly<Record<string, string | number>>
  /** A router that sends no ICMP errors. */
  readonly silent?: boolean
  /** Of a router. */
  readonly nat?: NatDescription
  readonly firewall?: FirewallDescription
}

export interface InterfaceDescription {
  readonly name: string
  /** Addresses with their prefix lengths. */
  readonly addresses: readonly Prefix[]
  /** Router advertisements on that link. */
  readonly advertise?: Advertisement
  /** By default the next free one, 02:00:00:00:00:01 for the network's first interface. */
  readonly mac?: MacAddress
}

/** A learning switch. The links name its ports. */
export interface SwitchDescription {
  readonly kind: 'switch'
  readonly name: string
}

export interface LinkDescription {
  /** `client:eth0`: an interface of a host, or any name for a port of a switch. */
  readonly endpoints: readonly [string, string]
  /** Both directions. `mtu` also applies to the interfaces at its ends. */
  readonly impairment?: Partial<Impairment>
  /** Differences for each direction. */
  readonly forward?: Partial<Impairment>
  readonly backward?: Partial<Impairment>
}
