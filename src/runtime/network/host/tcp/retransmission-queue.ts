import type { Nanoseconds } from '../../clock.ts'
import type { SackBlock } from '../../wire/index.ts'
import { type SequenceNumber, sequenceAfter, sequenceBefore } from './sequence.ts'

/** A segment that was sent and is not acknowledged. What it carries is in the send buffer. */
export interface SentSegment {
  start: SequenceNumber
  end: SequenceNumber
  /** SYN and FIN bits it carries. */
  control: number
  /** Last transmission. */
  sentAt: Nanoseconds
  /** Which transmission of the connection that was: tells those of one instant apart. */
  turn: number
  transmissions: number
  /** The peer has it, out of order (RFC 2018). */
  sacked: boolean
  /** Deemed lost: to be sent again. */
  lost: boolean
  /** Sent again since it was deemed lost, and so under way. */
  resent: boolean
  /** Neighbors in the order of last transmission; what is SACKed is not in it. */
  older: SentSegment | null
  newer: SentSegment | null
}

/**
 * The segments under way and what is known of each: the scoreboard of RFC 6675, and RACK's list in the order of transmission (RFC
 * 8985 6.1). Counts are of segments, as Linux keeps them: `inFlight` is RFC 6675's pipe.
 */
export class RetransmissionQueue {
  readonly #segments: SentSegment[] = []
  /** Acknowledged ones at the front of the array, cut off now and then. */
  #first = 0
  #oldest: SentSegment | null = null
  #newest: SentSegment | null = null
  #highestSacked: SequenceNumber = 0
  #turns = 0
  sackedCount = 0
  lostCount = 0
  resentCount = 0
  /** How often a segment, or its retransmission, was deemed lost. */
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

  /** The one whose last transmission is longest ago, of those that are not SACKed. Others follow by `newer`. */
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

  /** Removes the head, which is acknowledged whole. */
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

  /** Puts what lies behind `at` of the segment into one of its own. Needed when the peer acknowledges part of it. */
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

  /** It is lost; if it was sent again already, that transmission is. */
  markLost(segment: SentSegment): void {
    if (segment.sacked || (segment.lost && !segment.resent)) return
    this.lossesMarked++
    if (segment.resent) this.resentCount--
    else this.lostCount++
    segment.lost = true
    segment.resent = false
  }

  /** It was a mistake: nothing counts as lost any more. */
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

  /** Behind the last byte that the peer reported out of order; `otherwise` when it reported none. */
  highestSacked(otherwise: SequenceNumber): SequenceNumber {
    return this.sackedCount > 0 ? this.#highestSacked : otherwise
  }

  /** The peer reports a block that it holds. `arrived` is told of each segment newly known to have arrived, as it was. */
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

  /** The first segment that begins at or behind `sequence`. */
  #indexFrom(sequence: SequenceNumber): number {
    let [low, high] = [0, this.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sequenceBefore(this.at(middle)!.start, sequence)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The peer took back what it had reported, which it may (RFC 2018 8). */
  forgetSacked(): void {
    for (let index = 0; index < this.length; index++) {
      const segment = this.at(index)!
      if (!segment.sacked) continue
      segment.sacked = false
      this.#append(segment)
    }
    this.sackedCount = 0
  }

  /** Notes that it left once more. */
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
