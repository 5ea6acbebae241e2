import type { Nanoseconds } from '../clock.ts'

/**
 * What became of a frame. `under way` until it arrives or is lost; then `delivered`, or why not: the link's `loss`, a full `queue`, a scripted
 * `rule`, a `cut` link, larger than the `mtu`, a packet `filter` on the way.
 */
export type PacketFate = 'under way' | 'delivered' | 'loss' | 'queue' | 'rule' | 'cut' | 'mtu' | 'filter'

/** How a scripted rule, or a hand at a held frame, changed what a sender sent. */
export type PacketChange = 'set' | 'truncate' | 'split' | 'merge' | 'mark'

/** The system call of a process that a packet came from. */
export interface PacketCause {
  readonly pid: number
  readonly call: number
}

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
  /** The frame as it was sent, Ethernet header included: what corruption did to it on the way is in `damagedBytes`. */
  readonly bytes: Uint8Array
  fate: PacketFate
  /** Null for what a kernel sends by itself: acknowledgments, retransmissions, echo replies, ARP. */
  readonly cause: PacketCause | null
  /** Bits of it flipped on the way: what arrives is not what was sent. */
  readonly isDamaged?: true
  /** Of a damaged one, what arrives; a recording read from a file has it no more. */
  readonly damagedBytes?: Uint8Array
  /** A rule or a hand made this frame out of what was sent: `bytes` are what arrives. */
  readonly changedBy?: PacketChange
  /** A rule made it late by so much. */
  readonly delayedBy?: Nanoseconds
  /** It was kept back by hand, until then; null while it still is. */
  heldUntil?: Nanoseconds | null
  /** The link made this one, as a second copy of that number. */
  readonly duplicateOf?: number
}
