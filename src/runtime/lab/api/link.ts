import type { Packet } from './packet.ts'
import type { DisplayFilter, Duration, Time, Undo } from './values.ts'

/** Both directions, unless narrowed by `from`. Everything here runs in the simulated link code, on Linux in the relay. */
export interface Link {
  /** Only what this end sends. No crossing. */
  from(node: string): Link
  /** @act Replaces the named values, keeps the others. Random draws are per direction: no other event shifts them. */
  impair(values: Impairment): Promise<Undo>
  /** @act A fault as data. Rules are tried in order of adding, the first that applies wins. */
  rule(rule: Rule): Promise<RuleHandle>
  /** Drop the nth packet that matches (default the next one): `link.drop('tcp.flags.fin == 1')`. */
  drop(filter: DisplayFilter, options?: { nth?: number; count?: number }): Promise<RuleHandle>
  /** @act Hold matching packets, in order, until released. */
  hold(filter?: DisplayFilter): Promise<Hold>
  /** @act Nothing passes; no interface goes down: the silent failure. */
  cut(): Promise<Undo>
  /** @look Counters per direction. */
  counters(): Promise<Record<string, { packets: number; bytes: number; dropped: number; maxQueue: number }>>
}

export interface Impairment {
  delay?: Duration
  jitter?: Duration
  /** 0 to 1: correlation of a packet's jitter with the previous one's (netem's `delay 10ms 2ms 25%`). */
  jitterCorrelation?: number
  loss?: number
  /** 0 to 1: correlation of a draw with the previous one (netem's `loss 5% 25%`). */
  lossCorrelation?: number
  duplicate?: number
  /** Share of packets that skip the delay and overtake those in flight. Needs a delay. */
  reorder?: number
  /** Only every nth packet can be reordered; default 1. */
  gap?: number
  corrupt?: number
  rate?: number | `${number}${'k' | 'M' | 'G'}bit`
  /** Capacity of the queue, in packets or bytes: `'64kB'`, `'64KiB'`. */
  queue?: number | `${number}${'B' | 'kB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB'}`
  /** Queue length, in packets, from which on the next packet is marked "congestion experienced" (RFC 3168); null never. */
  mark?: number | null
  /** Loss in bursts (Gilbert and Elliott), under the names of Linux's `netem loss gemodel`; null ends it. Beside `loss`. */
  gemodel?: { p: number; r: number; '1-h'?: number; '1-k'?: number } | null
  mtu?: number
}

export interface Rule {
  filter: DisplayFilter
  /** 1 = the first that matches. */
  nth?: number
  /** Number of packets from there on; default 1, `Infinity` for all. */
  count?: number
  /** Of those, only every nth; default 1. */
  every?: number
  /** Only packets sent before this time of the world. */
  until?: Time
  /**
   * `set` writes `fields`. `truncate` leaves `length` bytes of the IP packet. `split`: a TCP segment becomes two at each stream offset in `cut`, and none
   * is longer than `size`, as segmentation offload would have it. `merge`: a segment waits for the next of its connection, and one goes that has the data
   * of both. `mark`: "congestion experienced", if the packet's sender understands that. For connections between two learner's programs.
   */
  action: 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'set' | 'truncate' | 'split' | 'merge' | 'mark'
  by?: Duration
  cut?: number[]
  size?: number
  length?: number
  /** `merge`: how long the first waits; default 200 ms. */
  within?: Duration
  /** Byte of the IP payload whose lowest bit flips. */
  at?: number
  /** `set`: fields by their Wireshark names. Fields that the packet lacks are ignored. */
  fields?: Record<string, string | number>
  /** `set`: checksums are recomputed unless this is `leave`. */
  checksums?: 'mend' | 'leave'
}

export interface RuleHandle extends Undo {
  /** @look */
  hits(): Promise<Packet[]>
}

export interface Hold {
  /** @look */
  held(): Promise<Packet[]>
  /** @act Releases packets by their positions in `held`, from 0, in the order given; without positions, releases all in order and ends the hold. */
  release(which?: number | number[]): Promise<void>
  /** @act Drops packets by position, as `release`; without positions, drops all and ends the hold. */
  discard(which?: number | number[]): Promise<void>
  /**
   * @act Edits fields of a held packet, by position. The capture shows the old packet dropped by a rule; the new one, sent now, takes its position.
   */
  edit(
    which: number,
    fields: Record<string, string | number>,
    options?: { checksums?: 'mend' | 'leave' },
  ): Promise<void>
}
