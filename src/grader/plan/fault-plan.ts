import type { DisplayFilter, Duration } from '#lab'

/** What may go wrong in the worlds of a test of `test.faults`. Shares are chances for each packet that a host sends. */
export interface FaultOptions {
  /** How many worlds, the first of them without any fault; default 20. */
  worlds?: number
  loss?: number
  duplicate?: number
  /** Packets that are delayed for a while: later ones overtake them. */
  reorder?: number
  corrupt?: number
  /** The longest delay; default 50 ms. */
  delay?: Duration
  /** Times at which a link is silent for a while, both ways: how many in each world, and the longest of them. */
  outages?: { most: number; longest: Duration; within?: Duration }
  /** Hosts that lose power once in each world and come back after at most this long, with their programs restarted. */
  crashes?: { hosts: string[]; longest: Duration; within?: Duration }
  /** Only packets that match. By default all but those of neighbor discovery (ARP, RFC 4861): if three of them are lost, a host is unreachable. */
  filter?: DisplayFilter
  /** Only the first n packets of each host: afterwards the network is good, so that everything can complete. Default 60. */
  first?: number
}

/** How the datagrams of a test of `test.datagrams` travel. */
export type DatagramSchedule = 'whole' | 'duplicate' | 'reorder' | 'late' | 'lossy' | 'random'

export type FaultPlan =
  | { kind: 'worlds'; options: FaultOptions }
  | { kind: 'datagrams'; schedule: DatagramSchedule; filter: DisplayFilter }

const DEFAULT_WORLDS = 20

/** Number of worlds that a test runs in. */
export function worldsOf(plan: FaultPlan): number {
  return plan.kind === 'worlds' ? (plan.options.worlds ?? DEFAULT_WORLDS) : 1
}
