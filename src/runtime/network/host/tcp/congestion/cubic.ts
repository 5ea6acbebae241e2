/**
 * CUBIC (RFC 9438), with Linux's constants and integers only: time in 1/1024 s, windows in segments. The window follows W(t) =
 * C (t − K)³ + W_max since the last loss, and is never smaller than Reno's would be.
 */
import { MILLISECOND, type Nanoseconds, SECOND } from '../../../clock.ts'
import {
  AdditiveIncrease,
  type CongestionControl,
  type CongestionWindow,
  type PathView,
  slowStart,
} from './congestion-control.ts'
import { HybridSlowStart } from './hybrid-slow-start.ts'
import { integerCubeRoot } from './integer-cube-root.ts'

/** β = 717/1024 ≈ 0.7 (RFC 9438 4.6). */
const BETA = 717
const ONE = 1024
/** C = 410/1024 ≈ 0.4 (RFC 9438 5), for windows in segments and times in seconds. */
const C = 410
const TICKS_PER_SECOND = 1024
/** Ticks of a kernel with HZ 1000. A result for a window stays valid for HZ/32. */
const JIFFY = MILLISECOND
const KEPT_JIFFIES = 31
/** 2⁴⁰: three times the ticks' ten bits plus C's. Split in two where products would exceed 53 bits. */
const HALF_SCALE = 2 ** 20
/** Inverse of C over the scale: K³ in ticks for each segment below W_max. */
const CUBE_PER_SEGMENT = Math.floor((HALF_SCALE * HALF_SCALE) / C)
/** Bound of a distance in ticks, 195 s: the cube of a larger one would exceed 53 bits. */
const LONGEST_OFFSET = 200_000
/** Eighths of a window per segment that Reno with this β grows: 8 (1 + β) / 3 (1 − β) (RFC 9438 4.3). */
const FRIENDLY_EIGHTHS = Math.floor(Math.floor((8 * (ONE + BETA)) / 3) / (ONE - BETA))

function ticks(time: Nanoseconds): number {
  return Math.floor((Math.floor(time / MILLISECOND) * TICKS_PER_SECOND) / 1000)
}

export class Cubic implements CongestionControl {
  readonly name = 'cubic'
  readonly #increase = new AdditiveIncrease()
  readonly #start = new HybridSlowStart()
  /** W_max; 0 before the first loss and after a timeout. */
  #lastMaximum = 0
  /** Start of window growth after the last loss; null before growth starts. */
  #epoch: Nanoseconds | null = null
  #origin = 0
  /** K, in ticks. */
  #plateauAfter = 0
  /** W_est: Reno's window, and acknowledged segments toward its growth. */
  #friendlyWindow = 0
  #friendlyCredit = 0
  /** Acknowledgments needed per segment of growth; the window and the time they were computed for. */
  #count = 0
  #countedWindow = 0
  #countedAt = 0

  onRoundTrip(congestion: CongestionWindow, roundTrip: Nanoseconds, path: PathView): void {
    // Right after a recovery, queues are still draining.
    if (this.#epoch !== null && path.now - this.#epoch < SECOND) return
    this.#start.onRoundTrip(congestion, roundTrip, path)
  }

  onAcknowledgement(congestion: CongestionWindow, acknowledged: number, path: PathView): void {
    const remaining = slowStart(congestion, acknowledged)
    if (remaining > 0) {
      this.#increase.grow(congestion, remaining, this.#acknowledgmentsPerSegment(congestion.cwnd, remaining, path.now))
    }
  }

  /** Returns how many segments must be acknowledged per segment of growth (Linux's bictcp_update). */
  #acknowledgmentsPerSegment(window: number, acknowledged: number, now: Nanoseconds): number {
    this.#friendlyCredit += acknowledged
    const jiffy = Math.floor(now / JIFFY)
    if (window === this.#countedWindow && jiffy - this.#countedAt <= KEPT_JIFFIES) return this.#count
    if (this.#epoch === null || jiffy !== this.#countedAt) {
      this.#countedWindow = window
      this.#countedAt = jiffy
      this.#count = this.#cubicCount(window, acknowledged, now)
    }
    this.#count = Math.max(Math.min(this.#count, this.#friendlyCount(window)), 2)
    return this.#count
  }

  #cubicCount(window: number, acknowledged: number, now: Nanoseconds): number {
    if (this.#epoch === null) this.#beginEpoch(window, acknowledged, now)
    const target = this.#targetAt(ticks(now - this.#epoch! + this.#start.leastRoundTrip))
    const count = target > window ? Math.floor(window / (target - window)) : 100 * window
    // Nothing is known about the path yet: grow by 5 % per round trip.
    return this.#lastMaximum === 0 ? Math.min(count, 20) : count
  }

  #beginEpoch(window: number, acknowledged: number, now: Nanoseconds): void {
    this.#epoch = now
    this.#friendlyWindow = window
    this.#friendlyCredit = acknowledged
    this.#origin = Math.max(this.#lastMaximum, window)
    this.#plateauAfter = integerCubeRoot(CUBE_PER_SEGMENT * (this.#origin - window))
  }

  /** W_cubic (RFC 9438 4.2). */
  #targetAt(time: number): number {
    const offset = Math.min(Math.abs(time - this.#plateauAfter), LONGEST_OFFSET)
    const cube = Math.floor((offset * offset * offset) / HALF_SCALE)
    const distance = Math.floor((cube * C) / HALF_SCALE)
    return time < this.#plateauAfter ? this.#origin - distance : this.#origin + distance
  }

  /** The Reno-friendly region (RFC 9438 4.3). */
  #friendlyCount(window: number): number {
    const perSegment = Math.max((window * FRIENDLY_EIGHTHS) >> 3, 1)
    const grown = Math.ceil(this.#friendlyCredit / perSegment) - 1
    if (grown > 0) {
      this.#friendlyCredit -= grown * perSegment
      this.#friendlyWindow += grown
    }
    const ahead = this.#friendlyWindow - window
    return ahead > 0 ? Math.floor(window / ahead) : Number.MAX_SAFE_INTEGER
  }

  /** Reduces the window, with fast convergence (RFC 9438 4.7): a flow that lost before reaching its last maximum makes room for others. */
  thresholdAfterLoss({ cwnd }: CongestionWindow): number {
    this.#increase.forget()
    this.#epoch = null
    this.#lastMaximum = cwnd < this.#lastMaximum ? Math.floor((cwnd * (ONE + BETA)) / (2 * ONE)) : cwnd
    return Math.max(Math.floor((cwnd * BETA) / ONE), 2)
  }

  /** Forgets what was learned about the path (RFC 9438 4.8). */
  onTimeout(): void {
    this.#lastMaximum = 0
    this.#epoch = null
    this.#count = 0
    this.#countedWindow = 0
    this.#countedAt = 0
    this.#start.reset()
  }

  /** Time without sending does not count (RFC 9438 5.8). */
  onRestart(idleSince: Nanoseconds, now: Nanoseconds): void {
    if (this.#epoch !== null) this.#epoch = Math.min(this.#epoch + (now - idleSince), now)
  }
}
