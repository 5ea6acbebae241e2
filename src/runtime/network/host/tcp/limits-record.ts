import type { Nanoseconds } from '../../clock.ts'

/** Reasons why a connection can't send more; the greater one counts, as in Linux's tcp_chrono. */
export const SendingLimit = { BUSY: 1, RECEIVE_WINDOW: 2, SEND_BUFFER: 3 } as const
export type SendingLimit = (typeof SendingLimit)[keyof typeof SendingLimit]

/** Time that a connection had something to send, and the part of it limited by the peer's window or its own buffer (tcp_info's busy_time …). */
export class LimitsRecord {
  readonly #totals = [0, 0, 0, 0]
  #limit = 0
  #since: Nanoseconds = 0

  begin(limit: SendingLimit, now: Nanoseconds): void {
    if (limit > this.#limit) this.#change(limit, now)
  }

  /** `idle`: nothing is left to be sent or acknowledged. */
  end(limit: SendingLimit, idle: boolean, now: Nanoseconds): void {
    if (idle) this.#change(0, now)
    else if (limit === this.#limit) this.#change(SendingLimit.BUSY, now)
  }

  #change(limit: number, now: Nanoseconds): void {
    this.#totals[this.#limit]! += now - this.#since
    this.#limit = limit
    this.#since = now
  }

  /** Busy time: all time with something to send. */
  total(limit: SendingLimit, now: Nanoseconds): Nanoseconds {
    const spent = (kind: number) => this.#totals[kind]! + (kind === this.#limit ? now - this.#since : 0)
    if (limit !== SendingLimit.BUSY) return spent(limit)
    return spent(SendingLimit.BUSY) + spent(SendingLimit.RECEIVE_WINDOW) + spent(SendingLimit.SEND_BUFFER)
  }
}
