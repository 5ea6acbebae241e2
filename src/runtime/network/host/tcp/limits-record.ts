import type { Nanoseconds } from '../../clock.ts'

/** What keeps a connection from sending more; the greater one counts, as in Linux's tcp_chrono. */
const BUSY = 1
const RECEIVE_WINDOW = 2
const SEND_BUFFER = 3
const LIMITS = { busy: BUSY, 'receive window': RECEIVE_WINDOW, 'send buffer': SEND_BUFFER } as const
export type SendingLimit = keyof typeof LIMITS

/** How long a connection had something to send, and how long of that the peer's window or its own buffer held it back (tcp_info's busy_time …). */
export class LimitsRecord {
  readonly #totals = [0, 0, 0, 0]
  #limit = 0
  #since: Nanoseconds = 0

  begin(limit: SendingLimit, now: Nanoseconds): void {
    if (LIMITS[limit] > this.#limit) this.#change(LIMITS[limit], now)
  }

  /** `idle`: nothing is left to be sent or acknowledged. */
  end(limit: SendingLimit, idle: boolean, now: Nanoseconds): void {
    if (idle) this.#change(0, now)
    else if (LIMITS[limit] === this.#limit) this.#change(BUSY, now)
  }

  #change(limit: number, now: Nanoseconds): void {
    this.#totals[this.#limit]! += now - this.#since
    this.#limit = limit
    this.#since = now
  }

  /** All times in which there was something to send count as busy. */
  total(limit: SendingLimit, now: Nanoseconds): Nanoseconds {
    const spent = (kind: number) => this.#totals[kind]! + (kind === this.#limit ? now - this.#since : 0)
    return limit === 'busy' ? spent(BUSY) + spent(RECEIVE_WINDOW) + spent(SEND_BUFFER) : spent(LIMITS[limit])
  }
}
