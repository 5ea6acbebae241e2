import type { Nanoseconds } from '../clock.ts'

/**
 * Fate of a frame. `under way` until it arrives or is lost; then `delivered`, or the reason: the link's `loss`, a full
 * `queue`, a scripted `rule`, a `cut` link, larger than the `mtu`, a packet `filter` on the way.
 */
export type PacketFate = 'under way' | 'delivered' | 'loss' | 'queue' | 'rule' | 'cut' | 'mtu' | 'filter'

/** Change by a scripted rule, or by an edit of a held frame. */
export type PacketChange = 'set' | 'truncate' | 'split' | 'merge' | 'mark'

/** System call of a process that a packet came from. */
export interface CallCause {
  readonly pid: number
  readonly call: number
  /** Number of the packet whose arrival woke the process for the turn in which it made the call. */
  readonly after?: number
}

/** Timer of a host. Those of a connection: RFC 6298, RFC 8985 (loss probe, reordering), RFC 9293 3.8; `neighbor`: ARP, RFC 4861. */
export type HostTimer =
  | 'retransmission'
  | 'loss probe'
  | 'reordering'
  | 'window probe'
  | 'delayed ack'
  | 'keep-alive'
  | 'neighbor'

/** Timer that expired. */
export interface TimerCause {
  readonly timer: HostTimer
}

/** Arrival of an earlier packet, by its number: this one was sent in the same event. */
export interface ArrivalCause {
  readonly packet: number
}

/** Cause of a packet. */
export type PacketCause = CallCause | TimerCause | ArrivalCause

/** Frame in one direction of one link, recorded where it was sent. */
export interface PacketRecord {
  /** From 1, in the order of sending. */
  readonly number: number
  /** Time when its first bit went out or, if the queue was full, when it was dropped. */
  readonly at: Nanoseconds
  /** Time of delivery; null until then, and if it never was. */
  arrives: Nanoseconds | null
  /** Index of the link in the network. */
  readonly link: number
  /** Sending end of the link: `client:eth0`. */
  readonly from: string
  readonly to: string
  /** The frame as sent, Ethernet header included; `damagedBytes` has the effect of corruption. */
  readonly bytes: Uint8Array
  fate: PacketFate
  /** Null if unknown: packets that a test sends, or a real kernel by itself. */
  readonly cause: PacketCause | null
  /** The frame that arrived, with bits flipped on the way. */
  readonly isDamaged?: true
  /** Bytes that arrive of a damaged frame; absent in a recording read from a file. */
  readonly damagedBytes?: Uint8Array
  /** A rule or an edit made this frame: `bytes` are what arrives. */
  readonly changedBy?: PacketChange
  /** Delay added by a rule. */
  readonly delayedBy?: Nanoseconds
  /** End of a hold; null while the frame is held. */
  heldUntil?: Nanoseconds | null
  /** The link made this frame as a second copy of that number. */
  readonly duplicateOf?: number
}
