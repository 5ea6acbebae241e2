import { type Nanoseconds, SECOND } from '../../clock.ts'

const INITIAL_TIMEOUT: Nanoseconds = SECOND
const TIMEOUT_WITHOUT_SAMPLE: Nanoseconds = 3_000_000_000
/** Linux's tcp_min_rtt_wlen: the path may have changed. */
const MINIMUM_HOLDS: Nanoseconds = 300_000_000_000

/**
 * Round-trip time and retransmission timeout (RFC 6298). As on Linux the 200 ms lower bound applies to the variation term, RTO
 * = SRTT + max(200 ms, 4 × RTTVAR), where the RFC asks for at least 1 s in all; the upper bound is 120 s.
 */
export class RttEstimator {
  #srtt: Nanoseconds | null = null
  #rttvar: Nanoseconds = 0
  #rto: Nanoseconds = INITIAL_TIMEOUT
  #backoff = 0
  #minRtt: Nanoseconds | null = null
  #minRttAt: Nanoseconds = 0
  readonly #least: Nanoseconds
  readonly #most: Nanoseconds

  /** Bounds of the timeout. */
  constructor(least: Nanoseconds, most: Nanoseconds) {
    this.#least = least
    this.#most = most
  }

  get srtt(): Nanoseconds | null {
    return this.#srtt
  }

  get rttvar(): Nanoseconds | null {
    return this.#srtt === null ? null : this.#rttvar
  }

  /** The timeout without backoff. */
  get baseRto(): Nanoseconds {
    return this.#rto
  }

  /** The current timeout: doubled by each expiry until the next sample (RFC 6298 5.5). */
  get rto(): Nanoseconds {
    const timeout = this.#backoff === 0 ? this.#rto : this.#rto * 2 ** this.#backoff
    return Math.min(timeout, this.#most)
  }

  /** Expiries since the last sample. */
  get backoff(): number {
    return this.#backoff
  }

  /** Minimum over the last minutes: the path without queues. 0 before the first sample. */
  get minRtt(): Nanoseconds {
    return this.#minRtt ?? 0
  }

  /** Adds a sample taken at `now`, from a segment that was not retransmitted or by timestamps (Karn: RFC 6298 3). */
  sample(rtt: Nanoseconds, now: Nanoseconds): void {
    if (this.#minRtt === null || rtt <= this.#minRtt || now - this.#minRttAt > MINIMUM_HOLDS) {
      this.#minRtt = rtt
      this.#minRttAt = now
    }
    if (this.#srtt === null) {
      this.#srtt = rtt
      this.#rttvar = Math.floor(rtt / 2)
    } else {
      const error = Math.abs(this.#srtt - rtt)
      this.#rttvar = Math.floor((3 * this.#rttvar + error) / 4)
      this.#srtt = Math.floor((7 * this.#srtt + rtt) / 8)
    }
    this.#rto = Math.min(this.#srtt + Math.max(this.#least, 4 * this.#rttvar), this.#most)
    this.#backoff = 0
  }

  /** Ends a handshake that measured nothing because its SYN was retransmitted (RFC 6298 5.7). */
  endHandshake(): void {
    if (this.#srtt !== null) return
    this.#rto = Math.min(TIMEOUT_WITHOUT_SAMPLE, this.#most)
    this.#backoff = 0
  }

  backOff(): void {
    this.#backoff++
  }
}
