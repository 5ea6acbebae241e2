import type { Outcome } from './outcome.ts'
import { writeCsv, writeReport } from './results.ts'

/**
 * Result files of a batch, beside its journal. A file that can't be written is reported and counted, but stops nothing: the grade is in
 * the journal, and the next run of the batch writes all files again.
 */
export class ResultFiles {
  failed = 0
  readonly #out: string
  readonly #complain: (sentence: string) => void

  constructor(out: string, complain: (sentence: string) => void) {
    this.#out = out
    this.#complain = complain
  }

  report(outcome: Outcome): void {
    this.#attempt(() => writeReport(this.#out, outcome))
  }

  table(outcomes: readonly Outcome[]): void {
    this.#attempt(() => writeCsv(this.#out, outcomes))
  }

  #attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      this.failed++
      this.#complain(
        `a file of results cannot be written: ${(error as Error).message}. The grade is in journal.ndjson.`,
      )
    }
  }
}
