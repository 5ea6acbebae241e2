import type { Packet } from './packet.ts'
import type { DisplayFilter, Duration, Undo } from './values.ts'

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
  loss?: number
  duplicate?: number
  reorder?: number
  corrupt?: number
  rate?: number | `${number}${'k' | 'M' | 'G'}bit`
  queue?: number
  mtu?: number
}

export interface Rule {
  filter: DisplayFilter
  /** 1 = the first that matches. */
  nth?: number
  /** How many from there on; default 1, `Infinity` for all. */
  count?: number
  /** `split`: a TCP segment becomes two at each stream offset in `cut`, as segmentation offload would; for connections between two learner's programs. */
  action: 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'set' | 'split'
  by?: Duration
  cut?: number[]
  /** Byte of the IP payload whose lowest bit flips. */
  at?: number
  /** `set`: fields by name, checksums repaired. */
  fields?: Record<string, string | number>
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
  /** @act */
  discard(): Promise<void>
}
