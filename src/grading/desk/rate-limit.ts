const WINDOW_MS = 60_000
const MOST_IN_WINDOW = 20
/** Most addresses remembered; only an attacker with many addresses exceeds it. */
const MOST_ADDRESSES = 1_000

/** Limits how often one address may submit in any minute. */
export class RateLimit {
  readonly #most: number
  readonly #now: () => number
  readonly #times = new Map<string, number[]>()

  constructor(most = MOST_IN_WINDOW, now: () => number = () => performance.now()) {
    this.#most = most
    this.#now = now
  }

  /** Counts a request. Returns the seconds until the next one is accepted; 0 if this one is. */
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
