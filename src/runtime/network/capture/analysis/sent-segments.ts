import type { Nanoseconds } from '../../clock.ts'

export interface SentSegment {
  start: number
  readonly end: number
  readonly frame: number
  readonly at: Nanoseconds
}

/** Limit on stored new segments: beyond it, the older half is dropped. So many are in flight only if the acknowledgments weren't captured. */
const MOST_SEGMENTS = 16_384
/** Limit on retransmitted and late segments: each packet checks all of them, so their number must stay bounded. */
const MOST_OTHERS = 1024

/**
 * Unacknowledged segments of one side, and the packet that first carried each byte. New data is added at one end and
 * acknowledged at the other, so a packet costs the same for any amount in flight; retransmitted and late segments are
 * few.
 */
export class SentSegments {
  /** In the order of their numbers; segments before `#first` are acknowledged. */
  readonly #ordered: SentSegment[] = []
  #first = 0
  #others: SentSegment[] = []

  /** Number of stored segments. */
  get length(): number {
    return this.#ordered.length - this.#first + this.#others.length
  }

  add(segment: SentSegment): void {
    const last = this.#ordered.at(-1)
    if (last === undefined || segment.start >= last.end) this.#ordered.push({ ...segment })
    else this.#others.push({ ...segment })
    if (this.#ordered.length - this.#first > MOST_SEGMENTS) this.#forgetBefore(this.#first + MOST_SEGMENTS / 2)
    if (this.#others.length > MOST_OTHERS) this.#others.splice(0, MOST_OTHERS / 2)
  }

  /** Drops acknowledged segments; returns the oldest one that ends exactly there. */
  acknowledge(upTo: number): SentSegment | null {
    let exact: SentSegment | null = null
    while (this.#first < this.#ordered.length && this.#ordered[this.#first]!.end <= upTo) {
      const segment = this.#ordered[this.#first++]!
      if (segment.end === upTo) exact = segment
    }
    const partial = this.#ordered[this.#first]
    if (partial !== undefined && partial.start < upTo) partial.start = upTo
    for (const segment of this.#others) {
      if (segment.end === upTo && (exact === null || segment.frame < exact.frame)) exact = segment
    }
    if (this.#others.length > 0) this.#others = this.#others.filter(({ end }) => end > upTo)
    for (const segment of this.#others) segment.start = Math.max(segment.start, upTo)
    if (this.#first > 1024 && this.#first * 2 > this.#ordered.length) this.#forgetBefore(this.#first)
    return exact
  }

  #forgetBefore(index: number): void {
    this.#ordered.splice(0, index)
    this.#first = 0
  }

  /** Segment that has waited longest for its acknowledgment. */
  get oldest(): SentSegment | null {
    let oldest: SentSegment | null = this.#ordered[this.#first] ?? null
    for (const segment of this.#others) if (oldest === null || segment.frame < oldest.frame) oldest = segment
    return oldest
  }

  /** Distance from the lowest to the highest number in flight; 0 if nothing is, or if data from before the capture's start is. */
  get span(): number {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    if (this.#first < this.#ordered.length) {
      low = this.#ordered[this.#first]!.start
      high = this.#ordered.at(-1)!.end
    }
    for (const { start, end } of this.#others) {
      low = Math.min(low, start)
      high = Math.max(high, end)
    }
    return high > low && low >= 0 ? high - low : 0
  }
}
