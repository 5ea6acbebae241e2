import type { IpAddress } from '../../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'

/** ip_rt_mtu_expires, and IPv6's route/mtu_expires. */
const LIFETIME: Nanoseconds = 600 * SECOND
const MOST_ENTRIES = 4096

/**
 * Path MTUs below that of our own link, as routers reported them (RFC 1191 6.3, RFC 8201 5.3). They expire after 10 minutes,
 * since paths may improve.
 */
export class PathMtuCache {
  readonly #scheduler: Scheduler
  /** Changes when something was learned: callers that cache a path's MTU must look again. */
  epoch = 0
  readonly #entries = new Map<IpAddress, { mtu: number; until: Nanoseconds }>()

  readonly #smallest: number

  /** `smallest`: lower reported MTUs are ignored. */
  constructor(scheduler: Scheduler, smallest: number) {
    this.#scheduler = scheduler
    this.#smallest = smallest
  }

  /** Returns the MTU; Infinity when none is known. */
  lookup(destination: IpAddress): number {
    const entry = this.#entries.get(destination)
    return entry === undefined || entry.until <= this.#scheduler.now ? Number.POSITIVE_INFINITY : entry.mtu
  }

  /** Seconds for which the MTU is still believed; null when none is known. */
  secondsLeft(destination: IpAddress): number | null {
    const left = (this.#entries.get(destination)?.until ?? 0) - this.#scheduler.now
    return left > 0 ? Math.floor(left / SECOND) : null
  }

  learn(destination: IpAddress, mtu: number): void {
    const known = this.lookup(destination)
    // Errors can be forged, so the number of entries is limited.
    if (this.#entries.size >= MOST_ENTRIES) this.#entries.clear()
    this.epoch++
    const until = this.#scheduler.now + LIFETIME
    this.#entries.set(destination, { mtu: Math.min(known, Math.max(mtu, this.#smallest)), until })
  }
}
