/** What stands between networks and does more than forward, as plain data. */
import type { Prefix } from '../address/index.ts'
import type { Nanoseconds } from '../clock.ts'

/** A router that gives what leaves by one of its interfaces that interface's address (RFC 3022), and lets in only what answers. */
export interface NatDescription {
  /** The interface whose address all others are hidden behind. */
  readonly outside: string
  readonly timeouts: IdleTimeouts
}

/** A router that knows connections: what belongs to one passes, what claims to and does not is dropped, what begins one is for the rules. */
export interface FirewallDescription {
  /** In order; the first that matches decides. What none matches passes. */
  readonly filter: readonly FilterRule[]
  readonly timeouts: IdleTimeouts
}

/** After how much silence an entry is forgotten, and nobody told; absent: what Linux does. */
export interface IdleTimeouts {
  readonly tcp?: Nanoseconds
  readonly udp?: Nanoseconds
}

/** All that is said must be so. */
export interface FilterRule {
  readonly protocol?: 'tcp' | 'udp' | 'icmp'
  readonly from?: Prefix
  readonly to?: Prefix
  /** Destination port. */
  readonly port?: number
  /** Where it came in, and where it would go out. */
  readonly iif?: string
  readonly oif?: string
  /** `drop` says nothing, `reject` sends an ICMP error, `reset` a RST. */
  readonly action: 'pass' | 'drop' | 'reject' | 'reset'
}
