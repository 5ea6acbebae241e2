import type { Nanoseconds } from '../clock.ts'

/** One look in this time, as long as things go on changing … */
const EVERY: Nanoseconds = 2_000_000
/** … and before that so many without waiting. */
const BURST = 64

/**
 * Says when to look at what changes often: at every change, until that has been so often that looking would cost more than the packets; then once in
 * two milliseconds, as long as that lasts.
 */
export class Ration {
  /** When the looks so far would have come, one after another, `EVERY` apart. */
  #paidUntil: Nanoseconds = 0

  /** True when it may be looked at now; that counts. */
  take(now: Nanoseconds): boolean {
    if (this.#paidUntil - now > BURST * EVERY) return false
    this.#paidUntil = Math.max(this.#paidUntil, now) + EVERY
    return true
  }
}
