/** Real time for finding the smallest failure, which is not charged to the submission. */
const EXPLORING_MS = 10_000

/** A timer may end this much early. */
const TIMER_SLACK_MS = 5

/**
 * Enforces `limits.submission`, the real time for all tests of a submission together. Time that grader and programs waited
 * for a processor doesn't count, so a busy machine costs no points.
 */
export class TimeBudget {
  readonly limitMs: number
  readonly #waitedMs: () => number
  readonly #now: () => number
  #begun: Moment
  /** Real time that is not charged: waiting for a processor, and exploring. */
  #excused = 0
  #explored = 0
  #exploringSince: Moment | null = null

  /** `waitedMs`: how long, until now, there was no processor. `now`: milliseconds that never go back. */
  constructor(limitMs: number, waitedMs: () => number = () => 0, now: () => number = () => performance.now()) {
    this.limitMs = limitMs
    this.#waitedMs = waitedMs
    this.#now = now
    this.#begun = this.#moment()
  }

  /** Returns the remaining milliseconds of the budget or, while exploring, of the time for exploring. */
  get leftMs(): number {
    const since = this.#exploringSince ?? this.#begun
    const limit = this.#exploringSince ? EXPLORING_MS - this.#explored : this.limitMs + this.#excused
    const left = limit - (this.#now() - since.at)
    // Time spent waiting for a processor is expensive to measure, and matters only when the time seems to be over.
    return left > 0 ? left : left + Math.max(0, this.#waitedMs() - since.waited)
  }

  get isOver(): boolean {
    return this.leftMs <= TIMER_SLACK_MS
  }

  get mayExplore(): boolean {
    return EXPLORING_MS - this.#explored > 0
  }

  /** Completes "the process …" for one that was stopped because the time was over. */
  get reason(): string {
    return `used up the ${this.limitMs / 1000} s that a whole submission may take`
  }

  /** Runs `body` without charging its time. Returns null if there is not enough time: an interrupted result means nothing. */
  async explore<T>(body: () => Promise<T>): Promise<T | null> {
    if (!this.mayExplore || this.isOver) return null
    const since = this.#moment()
    this.#exploringSince = since
    const result = await body()
    const wasEnough = !this.isOver
    this.#exploringSince = null
    const now = this.#moment()
    this.#excused += now.at - since.at
    this.#begun.waited += now.waited - since.waited
    this.#explored += now.at - since.at - (now.waited - since.waited)
    return wasEnough ? result : null
  }

  #moment(): Moment {
    return { at: this.#now(), waited: this.#waitedMs() }
  }
}

interface Moment {
  at: number
  waited: number
}
