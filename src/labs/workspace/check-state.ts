import { computed, signal } from '@preact/signals'
import type { Report, TestResult } from '#grader'
import type { Recording } from '../recording/index.ts'

export type CheckPhase = 'none' | 'running' | 'done'

/** State of the last check, for the panes. */
export class CheckState {
  readonly phase = signal<CheckPhase>('none')
  /** Tests that have ended so far; replaced by the report's list at the end. */
  readonly results = signal<readonly TestResult[]>([])
  /** Id of the running test. */
  readonly current = signal<string | null>(null)
  readonly report = signal<Report | null>(null)
  /** World of each failed test, by test id. */
  readonly recordings = signal<ReadonlyMap<string, Recording>>(new Map())
  readonly failed = computed(() =>
    this.results.value.filter((test) => test.status === 'failed' || test.status === 'timed-out'),
  )
  readonly passed = computed(() => this.results.value.filter((test) => test.status === 'passed'))
}
