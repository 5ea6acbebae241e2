import { type Evidence, isFailure, type TestStatus } from '../report/index.ts'
import type { Failure } from './assertion.ts'
import type { TestRun } from './test-run.ts'

/** Returns the status that a failure implies for the submission, if any. */
export function statusOf({ code }: Failure): TestStatus {
  if (code === 'TIMEOUT') return 'timed-out'
  if (code === 'NOT_SUPPORTED') return 'not-run'
  if (code === 'LAG') return 'ungradable'
  return code === 'MISUSE' || code === 'PLATFORM' ? 'platform-error' : 'failed'
}

/** A failure on a machine that was too busy says nothing about the submission. */
export function tooBusy(lagMs: number, took: number): TestRun {
  const reason = `the machine was too busy: the world was ${Math.round(lagMs)} ms late after ${Math.round(took)} ms`
  return { ...nothing, status: 'ungradable', reason, took, runs: 1 }
}

export function undecided(failure: Failure, took: number): TestRun {
  const status = statusOf(failure)
  const reason = failure.sentence
  return { ...nothing, status: isFailure(status) ? 'platform-error' : status, reason, took, runs: 1 }
}

/** A test that fails without being run, because of the submission's behavior in earlier tests. */
export function failedUnrun(sentence: string, expected: string): TestRun {
  const seen = 'the tests before it'
  const evidence: Evidence = {
    sentence,
    code: 'TIMEOUT',
    expected,
    seen,
    at: 0,
    observed: [],
    steps: [],
    faults: [],
    processes: [],
    leaks: [],
  }
  return { ...nothing, status: 'timed-out', evidence, took: 0, runs: 0 }
}

/** A test that is not run, and the reason. */
export const notRun = (reason: string): TestRun => ({ ...nothing, status: 'not-run', reason, took: 0, runs: 0 })

const nothing = { differences: [], faults: [], captures: new Map() }
