import type { IpAddress } from '../../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'

/** ip_rt_mtu_expires, and IPv6's route/mtu_expires. */
const LIFETIME: Nanoseconds = 600 * SECOND
const MOST_ENTRIES = 4096

/** What routers told of paths whose MTU is below that of our own link (RFC 1191 6.3, RFC 8201 5.3). Paths may get better: it is forgotten after 10 minutes. */
export class PathMtuCache {
  readonly #scheduler: Scheduler
  /** Counts what was learned: whoever keeps a path's MTU looks again when it has changed. */
  epoch = 0
  readonly #entries = new Map<IpAddress, { mtu: number; until: Nanoseconds }>()

  readonly #smallest: number

  /** `smallest`: nobody is believed who tells of less. */
  constructor(scheduler: Scheduler, smallest: number) {
    this.#scheduler = scheduler
    this.#smallest = smallest
  }

  /** Infinity when nothing is known. */
  lookup(destination: IpAddress): number {
    const entry = this.#entries.get(destination)
    return entry === undefined || entry.until <= this.#scheduler.now ? Number.POSITIVE_INFINITY : entry.mtu
  }

  learn(destination: IpAddress, mtu: number): void {
    const known = this.lookup(destination)
    // Errors can be forged: their number is bounded.
    if (this.#entries.size >= MOST_ENTRIES) this.#entries.clear()
    this.epoch++
    const until = this.#scheduler.now + LIFETIME
    this.#entries.set(destination, { mtu: Math.min(known, Math.max(mtu, this.#smallest)), until })
  }
}
