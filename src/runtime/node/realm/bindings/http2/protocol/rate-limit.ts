/** Token bucket, in whole seconds as nghttp2 counts them. */
export class RateLimit {
  readonly #burst: number
  readonly #rate: number
  #left: number
  #since: number

  constructor(burst: number, rate: number, now: number) {
    this.#burst = this.#left = burst
    this.#rate = rate
    this.#since = now
  }

  /** Takes a token; false if none is left. */
  take(now: number): boolean {
    const passed = Math.floor(now) - Math.floor(this.#since)
    if (passed > 0) {
      this.#left = Math.min(this.#burst, this.#left + passed * this.#rate)
      this.#since = now
    }
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
