import type { Nanoseconds } from '../../clock.ts'
import type { SackBlock } from '../../wire/index.ts'
import { type SequenceNumber, sequenceAfter, sequenceBefore } from './sequence.ts'

/** A sent, unacknowledged segment. Its payload is in the send buffer. */
export interface SentSegment {
  start: SequenceNumber
  end: SequenceNumber
  /** SYN and FIN bits it carries. */
  control: number
  /** Time of the last transmission. */
  sentAt: Nanoseconds
  /** Serial number of that transmission: orders those of one instant. */
  turn: number
  transmissions: number
  /** The peer has it, out of order (RFC 2018). */
  sacked: boolean
  /** Deemed lost: must be retransmitted. */
  lost: boolean
  /** Retransmitted since it was deemed lost, and so in flight. */
  resent: boolean
  /** Neighbors in the order of last transmission; SACKed segments are not in that list. */
  older: SentSegment | null
  newer: SentSegment | null
}

/**
 * Segments in flight and their state: the scoreboard of RFC 6675, and RACK's list in order of transmission (RFC 8985 6.1).
 * Counts are of segments, as on Linux: `inFlight` is RFC 6675's pipe.
 */
export class RetransmissionQueue {
  readonly #segments: SentSegment[] = []
  /** Count of acknowledged segments at the front of the array, cut off now and then. */
  #first = 0
  #oldest: SentSegment | null = null
  #newest: SentSegment | null = null
  #highestSacked: SequenceNumber = 0
  #turns = 0
  sackedCount = 0
  lostCount = 0
  resentCount = 0
  /** Number of times a segment, or its retransmission, was deemed lost. */
  lossesMarked = 0

  get length(): number {
    return this.#segments.length - this.#first
  }

  get head(): SentSegment | undefined {
    return this.#segments[this.#first]
  }

  get last(): SentSegment | undefined {
    return this.length === 0 ? undefined : this.#segments[this.#segments.length - 1]
  }

  /** The unSACKed segment whose last transmission is the oldest. Others follow by `newer`. */
  get oldest(): SentSegment | null {
    return this.#oldest
  }

  get inFlight(): number {
    return this.length - this.sackedCount - this.lostCount + this.resentCount
  }

  push(start: SequenceNumber, end: SequenceNumber, control: number, sentAt: Nanoseconds): void {
    const segment: SentSegment = {
      start,
      end,
      control,
      sentAt,
      turn: ++this.#turns,
      transmissions: 1,
      sacked: false,
      lost: false,
      resent: false,
      older: null,
      newer: null,
    }
    this.#segments.push(segment)
    this.#append(segment)
  }

  at(index: number): SentSegment | undefined {
    return this.#segments[this.#first + index]
  }

  /** Removes the fully acknowledged head. */
  shift(): SentSegment {
    const segment = this.#segments[this.#first++]!
    if (segment.sacked) this.sackedCount--
    else this.#unlink(segment)
    if (segment.lost) this.lostCount--
    if (segment.resent) this.resentCount--
    if (this.#first > 64 && this.#first * 2 > this.#segments.length) {
      this.#segments.splice(0, this.#first)
      this.#first = 0
    }
    return segment
  }

  /** Splits the segment at `at`. Needed when the peer acknowledges part of it. */
  split(index: number, at: SequenceNumber): void {
    const segment = this.at(index)!
    const rest: SentSegment = { ...segment, start: at, older: null, newer: null }
    segment.end = at
    segment.control = 0
    this.#segments.splice(this.#first + index + 1, 0, rest)
    if (rest.sacked) this.sackedCount++
    else this.#insertAfter(segment, rest)
    if (rest.lost) this.lostCount++
    if (rest.resent) this.resentCount++
  }

  /** Marks it as lost, or its retransmission if there was one. */
  markLost(segment: SentSegment): void {
    if (segment.sacked || (segment.lost && !segment.resent)) return
    this.lossesMarked++
    if (segment.resent) this.resentCount--
    else this.lostCount++
    segment.lost = true
    segment.resent = false
  }

  /** Undoes a mistake: nothing counts as lost any more. */
  unmarkLost(): void {
    for (let index = 0; index < this.length && this.lostCount > 0; index++) {
      const segment = this.at(index)!
      if (!segment.lost) continue
      segment.lost = false
      this.lostCount--
      if (segment.resent) this.resentCount--
      segment.resent = false
    }
  }

  /** Returns the end of the last byte SACKed; `otherwise` if there is none. */
  highestSacked(otherwise: SequenceNumber): SequenceNumber {
    return this.sackedCount > 0 ? this.#highestSacked : otherwise
  }

  /** Applies a SACK block. Calls `arrived` for each segment newly known to have arrived, before changing it. */
  markSacked(block: SackBlock, arrived: (segment: SentSegment) => void): void {
    for (let index = this.#indexFrom(block.left); index < this.length; index++) {
      const segment = this.at(index)!
      if (sequenceAfter(segment.end, block.right)) return
      if (segment.sacked) continue
      arrived(segment)
      this.#unlink(segment)
      if (segment.lost) this.lostCount--
      if (segment.resent) this.resentCount--
      segment.lost = false
      segment.resent = false
      segment.sacked = true
      if (this.sackedCount++ === 0 || sequenceAfter(segment.end, this.#highestSacked)) this.#highestSacked = segment.end
    }
  }

  /** Returns the first segment that begins at or after `sequence`. */
  #indexFrom(sequence: SequenceNumber): number {
    let [low, high] = [0, this.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sequenceBefore(this.at(middle)!.start, sequence)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Drops all SACK state: the peer may take back what it reported (RFC 2018 8). */
  forgetSacked(): void {
    for (let index = 0; index < this.length; index++) {
      const segment = this.at(index)!
      if (!segment.sacked) continue
      segment.sacked = false
      this.#append(segment)
    }
    this.sackedCount = 0
  }

  /** Notes a retransmission. */
  markSentAgain(segment: SentSegment, now: Nanoseconds): void {
    segment.sentAt = now
    segment.turn = ++this.#turns
    segment.transmissions++
    if (!segment.sacked && segment !== this.#newest) {
      this.#unlink(segment)
      this.#append(segment)
    }
    if (!segment.lost || segment.resent) return
    segment.resent = true
    this.resentCount++
  }

  clear(): void {
    this.#segments.length = 0
    this.#first = 0
    this.#oldest = null
    this.#newest = null
    this.sackedCount = 0
    this.lostCount = 0
    this.resentCount = 0
  }

  #append(segment: SentSegment): void {
    this.#insertAfter(this.#newest, segment)
  }

  #insertAfter(older: SentSegment | null, segment: SentSegment): void {
    const newer = older === null ? null : older.newer
    segment.older = older
    segment.newer = newer
    if (older === null) this.#oldest = segment
    else older.newer = segment
    if (newer === null) this.#newest = segment
    else newer.older = segment
  }

  #unlink(segment: SentSegment): void {
    const { older, newer } = segment
    if (older === null) this.#oldest = newer
    else older.newer = newer
    if (newer === null) this.#newest = older
    else newer.older = older
    segment.older = null
    segment.newer = null
  }
}
