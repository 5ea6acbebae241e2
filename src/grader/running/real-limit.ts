import type { Failure } from './assertion.ts'
import { realTimeFailure, starvedFailure } from './failure.ts'

/** After waiting for so many times the limit nobody knows any more whether the test would have come to its end. */
const PATIENCE = 3
/** Less than this share of the limit is waited for on any machine. */
const NOTHING = 0.05

/** `limits.real` at work. It does not count what grader and programs waited for a processor: a busy machine is nobody's mistake. */
export class RealLimit {
  /** When the time is over: the test was too slow, or nothing can be said. */
  readonly passed: Promise<Failure>
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `waitedMs`: for how long, until now, there was no processor, in real milliseconds. `failure`: what it means that time is over. */
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
