import { computed, signal } from '@preact/signals'
import type { Report, TestResult } from '../../grader/index.ts'
import type { Recording } from '../recording/index.ts'

export type CheckPhase = 'none' | 'running' | 'done'

/** What the panes know of the last check. */
export class CheckState {
  readonly phase = signal<CheckPhase>('none')
  /** Tests as they end; replaced by the report's when that comes. */
  readonly results = signal<readonly TestResult[]>([])
  /** Id of the test that runs now. */
  readonly current = signal<string | null>(null)
  readonly report = signal<Report | null>(null)
  /** The world of each test that failed, by its id. */
  readonly recordings = signal<ReadonlyMap<string, Recording>>(new Map())
  readonly failed = computed(() =>
    this.results.value.filter((test) => test.status === 'failed' || test.status === 'timed-out'),
  )
  readonly passed = computed(() => this.results.value.filter((test) => test.status === 'passed'))
}
