import type { IpAddress } from '../../../address/index.ts'
import { MILLISECOND, type Nanoseconds, type Scheduler } from '../../../clock.ts'

/** net.ipv6.icmp.ratelimit, and XRLIM_BURST_FACTOR: errors that may go to one destination at once. */
const INTERVAL: Nanoseconds = 1000 * MILLISECOND
const BURST = 6
const MOST_DESTINATIONS = 4096

/**
 * Bounds the errors that a host sends to one destination, so that it cannot be made to flood another (RFC 4443 §2.4 f), by Linux's token bucket: one a
 * second when the route is to that host alone, more often to whole networks (a quarter of a second for a /64).
 */
export class ErrorRate {
  readonly #scheduler: Scheduler
  readonly #buckets = new Map<IpAddress, { tokens: Nanoseconds; at: Nanoseconds }>()

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** Whether another error may go; it is counted then. `routeLength`: prefix length of the route to the destination. */
  allows(destination: IpAddress, routeLength: number): boolean {
    const { now } = this.#scheduler
    const interval = Math.floor(INTERVAL / 2 ** ((128 - routeLength) >> 5))
    const bucket = this.#buckets.get(destination) ?? { tokens: BURST * interval, at: now }
    const tokens = Math.min(bucket.tokens + now - bucket.at, BURST * interval)
    const isAllowed = tokens >= interval
    if (this.#buckets.size >= MOST_DESTINATIONS) this.#buckets.clear()
    this.#buckets.set(destination, { tokens: isAllowed ? tokens - interval : tokens, at: now })
    return isAllowed
  }
}
