import { isFailure } from '../report/index.ts'
import type { TestRun } from './test-run.ts'

/** Message of the kernel and of the page when a process did not return from a turn. */
const SILENCE = /^.*gave no answer within [\d.]+ s/

/** The message about the silent program of a failed test; '' if none was silent. */
export function silenceOf({ status, evidence }: Pick<TestRun, 'status' | 'evidence'>): string {
  return (isFailure(status) && SILENCE.exec(evidence?.sentence ?? '')?.[0]) || ''
}

/** Whether a program of the test never returned to its event loop. */
export const isSilent = (run: TestRun): boolean => run.runs > 0 && silenceOf(run) !== ''
