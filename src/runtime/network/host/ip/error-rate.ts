import type { Family, IpAddress } from '../../address/index.ts'
import { MILLISECOND, type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'
import type { IpSettings } from './settings.ts'

/** XRLIM_BURST_FACTOR: errors that may go to one destination at once. */
const BURST = 6
const MOST_DESTINATIONS = 4096
/** Linux refills the common bucket in steps of at least 20 ms, and by at most a second's worth. */
const REFILL_STEP = 20 * MILLISECOND

interface Bucket {
  tokens: Nanoseconds
  at: Nanoseconds
}

/**
 * Limits the errors that a host sends, so that it can't be used to flood another (RFC 1812 4.3.2.8, RFC 4443 §2.4 f), with
 * Linux's two token buckets: one per second for each destination, and a common rate for all together.
 */
export class ErrorRate {
  readonly #scheduler: Scheduler
  readonly #settings: IpSettings
  readonly #buckets = { 4: new Map<IpAddress, Bucket>(), 6: new Map<IpAddress, Bucket>() }
  #credit: number | null = null
  #refilledAt: Nanoseconds = 0

  constructor(scheduler: Scheduler, settings: IpSettings) {
    this.#scheduler = scheduler
    this.#settings = settings
  }

  /**
   * Returns whether another error may go, and counts it. `shift`: how often the interval is halved, more often for whole
   * networks (a quarter for a /64).
   */
  allows(family: Family, destination: IpAddress, shift = 0): boolean {
    const interval = Math.floor((this.#settings.errorInterval[family] * MILLISECOND) / 2 ** shift)
    if (this.#common() === 0) return false
    if (interval > 0 && !this.#takeOwn(family, destination, interval)) return false
    if (this.#credit !== null) this.#credit--
    return true
  }

  /**
   * Returns whether a redirect may go to, or about, this host. Linux counts them with the errors, one a second, without the
   * common bucket (inet_peer_xrlim_allow).
   */
  allowsRedirect(family: Family, address: IpAddress): boolean {
    return this.#takeOwn(family, address, SECOND)
  }

  /** Errors that may go now to any destination. */
  #common(): number {
    const { errorsPerSecond, errorBurst } = this.#settings
    const { now } = this.#scheduler
    const since = Math.min(now - this.#refilledAt, SECOND)
    if (this.#credit === null) this.#credit = errorBurst
    else if (since >= REFILL_STEP)
      this.#credit = Math.min(errorBurst, this.#credit + Math.floor((errorsPerSecond * since) / SECOND))
    else return this.#credit
    this.#refilledAt = now
    return this.#credit
  }

  #takeOwn(family: Family, destination: IpAddress, interval: Nanoseconds): boolean {
    const { now } = this.#scheduler
    const buckets = this.#buckets[family]
    const bucket = buckets.get(destination) ?? { tokens: BURST * interval, at: now }
    const tokens = Math.min(bucket.tokens + now - bucket.at, BURST * interval)
    const isAllowed = tokens >= interval
    if (buckets.size >= MOST_DESTINATIONS) buckets.clear()
    buckets.set(destination, { tokens: isAllowed ? tokens - interval : tokens, at: now })
    return isAllowed
  }
}
