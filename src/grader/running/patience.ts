import { isFailure } from '../report/index.ts'
import type { TestRun } from './test-run.ts'
import type { TimeBudget } from './time-budget.ts'
import { failedUnrun } from './verdict.ts'

/** Tests in a row that may end with one and the same silent program. */
const MOST_SILENT = 2
/** How the sentence of a test begins whose process did not return from a turn. */
const SILENCE = /^.* was ended: gave no answer within [\d.]+ s/

/**
 * How long the tests of a submission go on. A program that never returns costs its full time in every test, and one that is merely slow
 * could do so for as long as it likes: what either of them leaves no time for has failed.
 */
export class Patience {
  readonly budget: TimeBudget
  #silence = ''
  #silent = 0
  #end: TestRun | null = null

  constructor(budget: TimeBudget) {
    this.budget = budget
  }

  /** How the tests that are left end without being run, if they do. */
  get end(): TestRun | null {
    this.#end ??= this.#endNow()
    return this.#end
  }

  #endNow(): TestRun | null {
    if (this.#silent >= MOST_SILENT)
      return failedUnrun(
        `Not run: in the ${MOST_SILENT} tests before it ${this.#silence}.`,
        'a program that returns to its event loop',
      )
    if (!this.budget.isOver) return null
    const limit = `${this.budget.limitMs / 1000} s`
    return failedUnrun(
      `Not run: the tests before it took all of the ${limit} that the tests of a submission may take together.`,
      `an end of all tests within ${limit}`,
    )
  }

  note({ status, evidence }: TestRun): void {
    if (this.#end || status === 'not-run') return
    const [silence = ''] = (isFailure(status) && SILENCE.exec(evidence?.sentence ?? '')) || []
    if (silence === '') this.#silent = 0
    else this.#silent = silence === this.#silence ? this.#silent + 1 : 1
    this.#silence = silence
  }
}
