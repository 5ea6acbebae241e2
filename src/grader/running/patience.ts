import { silenceOf } from './silence.ts'
import type { TestRun } from './test-run.ts'
import type { TimeBudget } from './time-budget.ts'
import { failedUnrun } from './verdict.ts'

/** Most tests in a row with the same silent program, before a grade is given. */
const MOST_SILENT = 2

/**
 * Decides when to stop the tests of a submission. A program that never returns costs its full time in every test, and one that is merely slow
 * could do so for as long as it likes: tests for which either of them leaves no time have failed.
 */
export class Patience {
  readonly budget: TimeBudget
  readonly #mostSilent: number
  #silence = ''
  #silent = 0
  #lastSilent = ''
  #end: TestRun | null = null

  /** `mostSilent`: silent tests in a row after which the rest is not run. Practice ends after the first: its learner is waiting. */
  constructor(budget: TimeBudget, mostSilent = MOST_SILENT) {
    this.budget = budget
    this.#mostSilent = mostSilent
  }

  /** Result of the remaining tests if they end without being run, else null. */
  get end(): TestRun | null {
    this.#end ??= this.#endNow()
    return this.#end
  }

  #endNow(): TestRun | null {
    if (this.#silent >= this.#mostSilent)
      return failedUnrun(this.#silenceTold(), 'a program that returns to its event loop')
    if (!this.budget.isOver) return null
    const limit = `${this.budget.limitMs / 1000} s`
    return failedUnrun(
      `Not run: the tests before it took all of the ${limit} that the tests of a submission may take together.`,
      `an end of all tests within ${limit}`,
    )
  }

  #silenceTold(): string {
    if (this.#mostSilent > 1) return `Not run: in the ${this.#mostSilent} tests before it ${this.#silence}.`
    return `Not run: your program did not return from ${this.#lastSilent}, and each further test would wait as long.`
  }

  note(run: Pick<TestRun, 'status' | 'evidence'>, test = ''): void {
    if (this.#end || run.status === 'not-run') return
    const silence = silenceOf(run)
    if (silence === '') this.#silent = 0
    else this.#silent = silence === this.#silence ? this.#silent + 1 : 1
    this.#silence = silence
    this.#lastSilent = test
  }
}
