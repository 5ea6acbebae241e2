/** Middleboxes, as plain data: routers that do more than forward. */
import type { IpAddress, Prefix } from '../../../address/index.ts'
import type { Nanoseconds } from '../../../clock.ts'

/** What two packets must have in common for a NAT to treat them alike (RFC 4787 §4.1, §5). */
export type NatBehavior = 'endpoint' | 'address' | 'address-and-port'

/**
 * A router that replaces the source address of packets leaving by one interface with that interface's address (RFC
 * 3022), and admits only what its filtering behavior allows.
 */
export interface NatDescription {
  /** The interface whose address hides all others. */
  readonly outside: string
  readonly timeouts: IdleTimeouts
  /** Packets of one inside endpoint that share an outside port: those to any endpoint, to one address, or to one endpoint (default, as Linux). */
  readonly mapping?: NatBehavior
  /** Senders that reach a mapped port: any, an address contacted before, or an endpoint contacted before (default, as Linux). */
  readonly filtering?: NatBehavior
  /** How an outside port is chosen. Default: `preserve`, the inside port where it is free. */
  readonly ports?: PortChoice
  /** First and last outside port. */
  readonly range?: readonly [number, number]
  /** Outside ports that one inside address may hold at a time (RFC 6888 §3, REQ-4). */
  readonly portsPerHost?: number
  /** Hairpinning: packets from inside to a mapped outside endpoint come back in (RFC 4787 §6). */
  readonly hairpin?: boolean
  /** Outside ports that always lead to an inside endpoint. */
  readonly forwards?: readonly PortForward[]
}

/** `preserve`: the same port if it is free; `parity`: that, or at least odd for odd; `random` and `sequential` ignore the inside port. */
export type PortChoice = 'preserve' | 'parity' | 'random' | 'sequential'

export interface PortForward {
  readonly protocol: 'tcp' | 'udp'
  /** Outside port. */
  readonly port: number
  readonly to: IpAddress
  /** Default: the outside port. */
  readonly toPort?: number
}

/**
 * A stateful firewall: packets of known connections pass, invalid ones are dropped, and rules decide about new
 * connections.
 */
export interface FirewallDescription {
  /** The first matching rule decides. Packets without a match pass. */
  readonly filter: readonly FilterRule[]
  readonly timeouts: IdleTimeouts
}

/** Idle time after which an entry is dropped silently; default: Linux's. */
export interface IdleTimeouts {
  /** Of established connections. */
  readonly tcp?: Nanoseconds
  readonly udp?: Nanoseconds
}

/** All given conditions must match. */
export interface FilterRule {
  readonly protocol?: 'tcp' | 'udp' | 'icmp'
  readonly from?: Prefix
  readonly to?: Prefix
  /** Destination port. */
  readonly port?: number
  /** Incoming and outgoing interface. */
  readonly iif?: string
  readonly oif?: string
  /** `drop` is silent, `reject` sends an ICMP error, `reset` a RST. */
  readonly action: 'pass' | 'drop' | 'reject' | 'reset'
}
