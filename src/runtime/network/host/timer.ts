import type { Nanoseconds, ScheduledEvent, Scheduler } from '../clock.ts'

/**
 * Re-armable timer. Moving the deadline later, which protocols do with every packet, leaves the scheduled event in place and
 * schedules the rest when it fires, as Linux's `mod_timer` users do; so it costs nothing.
 */
export class Timer {
  readonly #scheduler: Scheduler
  readonly #expire: () => void
  #event: ScheduledEvent | null = null
  #deadline: Nanoseconds | null = null

  constructor(scheduler: Scheduler, expire: () => void) {
    this.#scheduler = scheduler
    this.#expire = expire
  }

  /** Time of expiry; null when it is stopped. */
  get deadline(): Nanoseconds | null {
    return this.#deadline
  }

  get armed(): boolean {
    return this.#deadline !== null
  }

  /** Sets it to expire in `delay` ns from now; replaces an earlier setting. */
  arm(delay: Nanoseconds): void {
    this.armAt(this.#scheduler.now + delay)
  }

  armAt(deadline: Nanoseconds): void {
    this.#deadline = deadline
    if (this.#event !== null) {
      if (this.#event.at <= deadline) return
      this.#scheduler.cancel(this.#event)
    }
    this.#event = this.#scheduler.at(deadline, this.#fire)
  }

  stop(): void {
    this.#deadline = null
    if (this.#event === null) return
    this.#scheduler.cancel(this.#event)
    this.#event = null
  }

  readonly #fire = (): void => {
    this.#event = null
    if (this.#deadline === null) return
    if (this.#deadline > this.#scheduler.now) {
      this.#event = this.#scheduler.at(this.#deadline, this.#fire)
      return
    }
    this.#deadline = null
    this.#expire()
  }
}
