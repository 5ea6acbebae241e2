import type { Time } from '../api/index.ts'
import type { Result, StepRecord } from '../protocol.ts'
import { showValue } from '../text.ts'
import { callerOf } from './source-line.ts'

/** Shows an answer's data in a row. */
export type ShowAnswer = (value: never) => string

/** Operation that begins; `show` is called when the log is read, so its data must not change until then. */
interface Begun extends Pick<StepRecord, 'on' | 'op' | 'args' | 'ends'> {
  show?: ShowAnswer | undefined
}

/** The evidence log: one row per operation, in order of completion, each with the line of the test that called it. */
export class StepLog {
  #next = 1
  readonly #rows: { record: Omit<StepRecord, 'outcome'>; outcome: string | (() => string); site: Error }[] = []

  /** Notes the start of an operation. The function returned notes its end. */
  begin({ on, op, args, ends, show }: Begun, from: Time, packetsBefore: number) {
    const step = this.#next++
    // Keep only the place: its text is costly, and is made when the log is read. Most tests pass, and their log is never read.
    const site = new Error('called here')
    return (result: Result, to: Time, packets: number): void => {
      const range: StepRecord['packets'] = packets > packetsBefore ? [packetsBefore + 1, packets] : null
      const outcome = show && !result.error ? () => show(result.value as never) : outcomeOf(result)
      this.#rows.push({
        record: { step, from, to, on, op, args, packets: range, ...(ends && { ends }) },
        outcome,
        site,
      })
    }
  }

  /** The rows so far, or the last ones, as plain data. */
  records(last = this.#rows.length): StepRecord[] {
    return this.#rows.slice(Math.max(0, this.#rows.length - last)).map(({ record, outcome, site }) => {
      const source = callerOf(site.stack ?? '')
      return { ...record, outcome: typeof outcome === 'string' ? outcome : outcome(), ...(source && { source }) }
    })
  }
}

function outcomeOf({ value, error }: Result): string {
  if (error) return `${error.code}: ${error.seen}`
  return value === undefined ? 'done' : showValue(value)
}
