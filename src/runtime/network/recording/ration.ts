import type { Nanoseconds } from '../clock.ts'

/** One sample in this time, while changes continue … */
const EVERY: Nanoseconds = 2_000_000
/** … and this many samples before that without waiting. */
const BURST = 64

/**
 * Decides when to sample data that changes often: at every change, until that happens so often that sampling would cost
 * more than the packets; then every two milliseconds while that lasts.
 */
export class Ration {
  /** Time at which the samples so far would have ended if taken one after another, `EVERY` apart. */
  #paidUntil: Nanoseconds = 0

  /** Returns whether to sample now, and counts it. */
  take(now: Nanoseconds): boolean {
    if (this.#paidUntil - now > BURST * EVERY) return false
    this.#paidUntil = Math.max(this.#paidUntil, now) + EVERY
    return true
  }
}
