import type { Failure } from './assertion.ts'
import { realTimeFailure, starvedFailure } from './failure.ts'

/** After waiting for this many times the limit, the test's result can't be known any more. */
const PATIENCE = 3
/** Least share of the limit that every machine waits for. */
const NOTHING = 0.05

/** Enforces `limits.real`. It does not count time that grader and programs waited for a processor: a busy machine costs no points. */
export class RealLimit {
  /** Resolves when the time is over: the test was too slow, or nothing can be said. */
  readonly passed: Promise<Failure>
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `waitedMs`: how long, until now, there was no processor, in real milliseconds. `failure`: the failure when the time is over. */
  constructor(limitMs: number, waitedMs: () => number, failure = realTimeFailure(limitMs)) {
    const begun = waitedMs()
    this.passed = new Promise((resolve) => {
      const allow = (ms: number, granted: number) => {
        this.#timer = setTimeout(() => {
          const waited = waitedMs() - begun
          if (waited > PATIENCE * limitMs) resolve(starvedFailure(waited))
          else if (waited - granted > NOTHING * limitMs) allow(waited - granted, waited)
          else resolve(failure)
        }, ms)
      }
      allow(limitMs, 0)
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
