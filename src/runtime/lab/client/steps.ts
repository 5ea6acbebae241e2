import type { Time } from '../api/index.ts'
import type { Result, StepRecord } from '../protocol.ts'
import { showValue } from '../text.ts'
import { callerOf } from './source-line.ts'

/** The evidence log: one row per operation, in order of completion, each with the line of the test that called it. */
export class StepLog {
  #next = 1
  readonly #rows: { record: StepRecord; site: Error }[] = []

  /** Notes the start of an operation. The function returned notes its end. */
  begin(on: string, op: string, args: string, from: Time, packetsBefore: number) {
    const step = this.#next++
    // Only the place is kept: its text is costly, and is made when somebody reads the log. Most tests pass and nobody does.
    const site = new Error('called here')
    return (result: Result, to: Time, packets: number): void => {
      const range: StepRecord['packets'] = packets > packetsBefore ? [packetsBefore + 1, packets] : null
      this.#rows.push({ record: { step, from, to, on, op, args, outcome: outcomeOf(result), packets: range }, site })
    }
  }

  /** The rows so far, as plain data. */
  records(): StepRecord[] {
    return this.#rows.map(({ record, site }) => {
      const source = callerOf(site.stack ?? '')
      return source ? { ...record, source } : record
    })
  }
}

function outcomeOf({ value, error, outcome }: Result): string {
  if (error) return `${error.code}: ${error.seen}`
  return outcome ?? (value === undefined ? 'done' : showValue(value))
}
