import { isFailure } from '../report/index.ts'
import type { TestRun } from './test-run.ts'

/** How it is said that a process did not return from a turn, by the kernel and by the page. */
const SILENCE = /^.*gave no answer within [\d.]+ s/

/** What is said of the silent program of a failed test; '' where none was silent. */
export function silenceOf({ status, evidence }: Pick<TestRun, 'status' | 'evidence'>): string {
  return (isFailure(status) && SILENCE.exec(evidence?.sentence ?? '')?.[0]) || ''
}

/** A program of the test never returned to its event loop. */
export const isSilent = (run: TestRun): boolean => run.runs > 0 && silenceOf(run) !== ''
