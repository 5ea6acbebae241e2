import type { Nanoseconds } from '../../clock.ts'

const INITIAL_TIMEOUT: Nanoseconds = 1_000_000_000
const TIMEOUT_WITHOUT_SAMPLE: Nanoseconds = 3_000_000_000
/** Linux's tcp_min_rtt_wlen: the path may have changed. */
const MINIMUM_HOLDS: Nanoseconds = 300_000_000_000

/**
 * Round-trip time and retransmission timeout (RFC 6298). As on Linux the lower bound of 200 ms stands for the variation term,
 * RTO = SRTT + max(200 ms, 4 × RTTVAR), where the RFC asks for at least 1 s in all; the upper bound is 120 s.
 */
export class RttEstimator {
  #smoothed: Nanoseconds | null = null
  #variation: Nanoseconds = 0
  #timeout: Nanoseconds = INITIAL_TIMEOUT
  #backoff = 0
  #minimum: Nanoseconds | null = null
  #minimumAt: Nanoseconds = 0
  readonly #least: Nanoseconds
  readonly #most: Nanoseconds

  /** Bounds of the timeout. */
  constructor(least: Nanoseconds, most: Nanoseconds) {
    this.#least = least
    this.#most = most
  }

  get smoothed(): Nanoseconds | null {
    return this.#smoothed
  }

  get variation(): Nanoseconds | null {
    return this.#smoothed === null ? null : this.#variation
  }

  /** The timeout without backoff. */
  get baseTimeout(): Nanoseconds {
    return this.#timeout
  }

  /** The timeout as it now holds: doubled by each expiry until the next sample (RFC 6298 5.5). */
  get timeout(): Nanoseconds {
    const timeout = this.#backoff === 0 ? this.#timeout : this.#timeout * 2 ** this.#backoff
    return Math.min(timeout, this.#most)
  }

  /** Expiries since the last sample. */
  get backoff(): number {
    return this.#backoff
  }

  /** The least of the last minutes: what the path itself takes, without queues. 0 before the first sample. */
  get minimum(): Nanoseconds {
    return this.#minimum ?? 0
  }

  /** A measurement, made at `now`, of a segment that was not retransmitted, or by timestamps (Karn: RFC 6298 3). */
  sample(rtt: Nanoseconds, now: Nanoseconds): void {
    if (this.#minimum === null || rtt <= this.#minimum || now - this.#minimumAt > MINIMUM_HOLDS) {
      this.#minimum = rtt
      this.#minimumAt = now
    }
    if (this.#smoothed === null) {
      this.#smoothed = rtt
      this.#variation = Math.floor(rtt / 2)
    } else {
      const error = Math.abs(this.#smoothed - rtt)
      this.#variation = Math.floor((3 * this.#variation + error) / 4)
      this.#smoothed = Math.floor((7 * this.#smoothed + rtt) / 8)
    }
    this.#timeout = Math.min(this.#smoothed + Math.max(this.#least, 4 * this.#variation), this.#most)
    this.#backoff = 0
  }

  /** The handshake is over and measured nothing, since its SYN was sent twice: RFC 6298 5.7. */
  endHandshake(): void {
    if (this.#smoothed !== null) return
    this.#timeout = Math.min(TIMEOUT_WITHOUT_SAMPLE, this.#most)
    this.#backoff = 0
  }

  backOff(): void {
    this.#backoff++
  }
}
