import type { Nanoseconds } from '../clock.ts'

/**
 * Fate of a frame. `under way` until it arrives or is lost; then `delivered`, or the reason: the link's `loss`, a full
 * `queue`, a scripted `rule`, a `cut` link, larger than the `mtu`, a packet `filter` on the way.
 */
export type PacketFate = 'under way' | 'delivered' | 'loss' | 'queue' | 'rule' | 'cut' | 'mtu' | 'filter'

/** How a scripted rule, or an edit of a held frame, changed what a sender sent. */
export type PacketChange = 'set' | 'truncate' | 'split' | 'merge' | 'mark'

/** The system call of a process that a packet came from. */
export interface CallCause {
  readonly pid: number
  readonly call: number
  /** Number of the packet whose arrival made the process look: it began the turn in which the call was made. */
  readonly after?: number
}

/** A timer of a host. Those of a connection: RFC 6298, RFC 8985 (loss probe, reordering), RFC 9293 3.8; `neighbor`: ARP, RFC 4861. */
export type HostTimer =
  | 'retransmission'
  | 'loss probe'
  | 'reordering'
  | 'window probe'
  | 'delayed ack'
  | 'keep-alive'
  | 'neighbor'

/** A timer that ran out. */
export interface TimerCause {
  readonly timer: HostTimer
}

/** The arrival of an earlier packet, by its number: this one was sent in the same event. */
export interface ArrivalCause {
  readonly packet: number
}

/** Cause of a packet. */
export type PacketCause = CallCause | TimerCause | ArrivalCause

/** One frame in one direction of one link, recorded where it was sent. */
export interface PacketRecord {
  /** From 1, in the order of sending. */
  readonly number: number
  /** When its first bit went out; of a frame that found the queue full, when it was thrown away. */
  readonly at: Nanoseconds
  /** When it was delivered; null until then, and for one that never was. */
  arrives: Nanoseconds | null
  /** Index of the link in the network. */
  readonly link: number
  /** Sending end of the link: `client:eth0`. */
  readonly from: string
  readonly to: string
  /** The frame as sent, Ethernet header included; `damagedBytes` has the effect of corruption. */
  readonly bytes: Uint8Array
  fate: PacketFate
  /** Null where it isn't known: what a test sends, what a real kernel sends by itself. */
  readonly cause: PacketCause | null
  /** The frame that arrived, with bits flipped on the way. */
  readonly isDamaged?: true
  /** Of a damaged one, what arrives; a recording read from a file has it no more. */
  readonly damagedBytes?: Uint8Array
  /** A rule or an edit made this frame: `bytes` are what arrives. */
  readonly changedBy?: PacketChange
  /** A rule made it late by so much. */
  readonly delayedBy?: Nanoseconds
  /** End of a hold; null while the frame is held. */
  heldUntil?: Nanoseconds | null
  /** The link made this one, as a second copy of that number. */
  readonly duplicateOf?: number
}
