import type { Nanoseconds } from '../../clock.ts'
import type { SequenceRange } from './receive-buffer.ts'
import { type SequenceNumber, sequenceAfter, sequenceBefore } from './sequence.ts'

/** A segment that was sent and is not acknowledged. What it carries is in the send buffer. */
export interface SentSegment {
  start: SequenceNumber
  end: SequenceNumber
  /** SYN and FIN bits it carries. */
  control: number
  /** Last transmission. */
  sentAt: Nanoseconds
  transmissions: number
  /** The peer has it, out of order (RFC 2018). */
  sacked: boolean
  /** Deemed lost: to be sent again. */
  lost: boolean
  /** Sent again since it was deemed lost, and so under way. */
  resent: boolean
}

/**
 * The segments under way and what is known of each: the scoreboard of RFC 6675. Counts are of segments, as Linux keeps them:
 * `inFlight` is RFC 6675's pipe.
 */
export class RetransmissionQueue {
  readonly #segments: SentSegment[] = []
  /** Acknowledged ones at the front of the array, cut off now and then. */
  #first = 0
  sackedCount = 0
  lostCount = 0
  resentCount = 0

  get length(): number {
    return this.#segments.length - this.#first
  }

  get head(): SentSegment | undefined {
    return this.#segments[this.#first]
  }

  get inFlight(): number {
    return this.length - this.sackedCount - this.lostCount + this.resentCount
  }

  push(segment: SentSegment): void {
    this.#segments.push(segment)
  }

  at(index: number): SentSegment | undefined {
    return this.#segments[this.#first + index]
  }

  /** Removes the head, which is acknowledged whole. */
  shift(): SentSegment {
    const segment = this.#segments[this.#first++]!
    if (segment.sacked) this.sackedCount--
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
    const rest = { ...segment, start: at }
    segment.end = at
    segment.control = 0
    this.#segments.splice(this.#first + index + 1, 0, rest)
    if (rest.sacked) this.sackedCount++
    if (rest.lost) this.lostCount++
    if (rest.resent) this.resentCount++
  }

  markLost(segment: SentSegment): void {
    if (segment.lost || segment.sacked) return
    segment.lost = true
    this.lostCount++
  }

  /** The peer reports blocks that it holds. Returns how many segments are newly known to have arrived. */
  markSacked(blocks: readonly SequenceRange[]): number {
    let count = 0
    for (let index = 0; index < this.length; index++) {
      const segment = this.at(index)!
      if (segment.sacked || !blocks.some((block) => covers(block, segment))) continue
      segment.sacked = true
      count++
      if (segment.lost) this.lostCount--
      if (segment.resent) this.resentCount--
      segment.lost = false
      segment.resent = false
    }
    this.sackedCount += count
    return count
  }

  markResent(segment: SentSegment, now: Nanoseconds): void {
    segment.sentAt = now
    segment.transmissions++
    if (!segment.lost || segment.resent) return
    segment.resent = true
    this.resentCount++
  }

  /** After a timeout all that the peer does not hold counts as lost (RFC 6675 5.1 keeps SACK information). */
  markAllLost(): void {
    this.lostCount = 0
    this.resentCount = 0
    for (let index = 0; index < this.length; index++) {
      const segment = this.at(index)!
      segment.resent = false
      segment.lost = !segment.sacked
      if (segment.lost) this.lostCount++
    }
  }

  clear(): void {
    this.#segments.length = 0
    this.#first = 0
    this.sackedCount = 0
    this.lostCount = 0
    this.resentCount = 0
  }
}

function covers(block: SequenceRange, segment: SentSegment): boolean {
  return !sequenceBefore(segment.start, block.start) && !sequenceAfter(segment.end, block.end)
}
