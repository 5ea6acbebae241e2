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
  /** @act Keep matching packets back, in order, until released. */
  hold(filter?: DisplayFilter): Promise<Hold>
  /** @act Nothing passes; no interface goes down: the silent failure. */
  cut(): Promise<Undo>
  /** @look Counters per direction. */
  counters(): Promise<Record<string, { packets: number; bytes: number; dropped: number; maxQueue: number }>>
}

export interface Impairment {
  delay?: Duration
  jitter?: Duration
  /** 0 to 1: how much a packet's jitter is like that of the one before (netem's `delay 10ms 2ms 25%`). */
  jitterCorrelation?: number
  loss?: number
  /** 0 to 1: how much a draw is like the one before (netem's `loss 5% 25%`). */
  lossCorrelation?: number
  duplicate?: number
  /** Share of packets that go without the delay, ahead of those under way. Needs a delay. */
  reorder?: number
  /** Only every so many packets can one be reordered; default 1. */
  gap?: number
  corrupt?: number
  rate?: number | `${number}${'k' | 'M' | 'G'}bit`
  /** Packets that may wait while one is sent, or bytes of them: `'64kB'`, `'64KiB'`. */
  queue?: number | `${number}${'B' | 'kB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB'}`
  /** Waiting packets from which on the next is marked "congestion experienced" (RFC 3168); null never. */
  mark?: number | null
  /** Loss in bursts (Gilbert and Elliott), under the names of Linux's `netem loss gemodel`; null ends it. Beside `loss`. */
  gemodel?: { p: number; r: number; '1-h'?: number; '1-k'?: number } | null
  mtu?: number
}

export interface Rule {
  filter: DisplayFilter
  /** 1 = the first that matches. */
  nth?: number
  /** How many from there on; default 1, `Infinity` for all. */
  count?: number
  /** Of those only every so many; default 1. */
  every?: number
  /** Not to packets sent at this time of the world or later. */
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
  /** `set`: fields by their Wireshark names. One that the packet does not have is passed over. */
  fields?: Record<string, string | number>
  /** `set`: checksums are mended unless this says `leave`. */
  checksums?: 'mend' | 'leave'
}

export interface RuleHandle extends Undo {
  /** @look */
  hits(): Promise<Packet[]>
}

export interface Hold {
  /** @look */
  held(): Promise<Packet[]>
  /** @act By their places in `held`, from 0, in the order given; without them all, in order, and the hold ends. */
  release(which?: number | number[]): Promise<void>
  /** @act Throws packets away, by their places as `release`; without them all, and the hold ends. */
  discard(which?: number | number[]): Promise<void>
  /**
   * @act Writes fields into one that is held, by its place. In the capture the former packet ends by a rule, and the new one, sent now, has its place here.
   */
  edit(
    which: number,
    fields: Record<string, string | number>,
    options?: { checksums?: 'mend' | 'leave' },
  ): Promise<void>
}
