/** Middleboxes, as plain data: routers that do more than forward. */
import type { Prefix } from '../address/index.ts'
import type { Nanoseconds } from '../clock.ts'

/**
 * A router that replaces the source address of packets leaving by one interface with that interface's address (RFC
 * 3022), and admits only answers.
 */
export interface NatDescription {
  /** The interface whose address hides all others. */
  readonly outside: string
  readonly timeouts: IdleTimeouts
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
