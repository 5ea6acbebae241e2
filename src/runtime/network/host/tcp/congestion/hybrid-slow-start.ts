import { MILLISECOND, type Nanoseconds } from '../../../clock.ts'
import { type SequenceNumber, sequenceAfter } from '../sequence.ts'
import type { CongestionWindow, PathView } from './congestion-control.ts'

/** Window in segments below which slow start never ends early. */
const SMALLEST_WINDOW = 16
const LONGEST_GAP = 2 * MILLISECOND
const SAMPLES = 8
const ACKNOWLEDGMENT_DELAY = MILLISECOND

/**
 * HyStart as in Linux's CUBIC (Ha and Rhee 2011; RFC 9406 is its successor). It ends slow start before the queue overflows:
 * when acknowledgments of one round form a train of half a round trip, or when round trips get longer.
 */
export class HybridSlowStart {
  /** 0 before the first sample. */
  leastRoundTrip: Nanoseconds = 0
  #isOver = false
  #roundEnd: SequenceNumber | null = null
  #roundBegan: Nanoseconds = 0
  #lastAcknowledgment: Nanoseconds = 0
  #leastOfRound: Nanoseconds = 0
  #samples = 0

  /** Restarts from scratch after a timeout. */
  reset(): void {
    this.leastRoundTrip = 0
    this.#isOver = false
    this.#roundEnd = null
  }

  onRoundTrip(congestion: CongestionWindow, roundTrip: Nanoseconds, path: PathView): void {
    const delay = Math.max(roundTrip, 1)
    if (this.leastRoundTrip === 0 || delay < this.leastRoundTrip) this.leastRoundTrip = delay
    if (this.#isOver || congestion.cwnd >= congestion.ssthresh) return
    if (this.#roundEnd === null || sequenceAfter(path.snd.una, this.#roundEnd)) this.#beginRound(path)
    if (congestion.cwnd < SMALLEST_WINDOW) return
    if (!this.#isTrainLong(path.now) && !this.#isDelayed(delay)) return
    this.#isOver = true
    congestion.ssthresh = congestion.cwnd
  }

  #beginRound({ now, snd }: PathView): void {
    this.#roundEnd = snd.nxt
    this.#roundBegan = now
    this.#lastAcknowledgment = now
    this.#samples = 0
  }

  #isTrainLong(now: Nanoseconds): boolean {
    if (now - this.#lastAcknowledgment > LONGEST_GAP) return false
    this.#lastAcknowledgment = now
    return now - this.#roundBegan > Math.floor((this.leastRoundTrip + ACKNOWLEDGMENT_DELAY) / 2)
  }

  #isDelayed(delay: Nanoseconds): boolean {
    this.#leastOfRound = this.#samples === 0 ? delay : Math.min(this.#leastOfRound, delay)
    if (this.#samples < SAMPLES) {
      this.#samples++
      return false
    }
    const eighth = Math.floor(this.leastRoundTrip / 8)
    const tolerance = Math.min(Math.max(eighth, 4 * MILLISECOND), 16 * MILLISECOND)
    return this.#leastOfRound > this.leastRoundTrip + tolerance
  }
}
