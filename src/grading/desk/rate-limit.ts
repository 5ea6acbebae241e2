const WINDOW_MS = 60_000
const MOST_IN_WINDOW = 20
/** Addresses that are remembered; more come only from somebody who has many. */
const MOST_ADDRESSES = 1_000

/** How often one address may hand in: so many times in any minute. */
export class RateLimit {
  readonly #most: number
  readonly #now: () => number
  readonly #times = new Map<string, number[]>()

  constructor(most = MOST_IN_WINDOW, now: () => number = () => performance.now()) {
    this.#most = most
    this.#now = now
  }

  /** Counts a request. Seconds until the next one is taken; 0: this one is. */
  secondsFor(address: string): number {
    const now = this.#now()
    const times = (this.#times.get(address) ?? []).filter((time) => time > now - WINDOW_MS)
    if (times.length >= this.#most) return Math.ceil((times[0]! + WINDOW_MS - now) / 1000)
    this.#times.delete(address)
    this.#times.set(address, [...times, now])
    const [oldest] = this.#times.keys()
    if (this.#times.size > MOST_ADDRESSES && oldest !== undefined) this.#times.delete(oldest)
    return 0
  }
}
