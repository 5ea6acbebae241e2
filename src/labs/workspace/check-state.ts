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
  /** Tests that the last check ran again; null for a check of all. */
  readonly again = signal<readonly string[] | null>(null)
  /** Tests that failed when they last ran. */
  readonly failedBefore = signal<readonly string[]>([])
  /** After each change, checks what failed before. */
  readonly isWatching = signal(false)
  readonly failed = computed(() =>
    this.results.value.filter((test) => test.status === 'failed' || test.status === 'timed-out'),
  )
  /** Failed tests that ran: after an endless loop the rest is not run. */
  readonly ran = computed(() => this.failed.value.filter(({ runs }) => runs > 0))
  /** Number of tests that were not run because an earlier one never returned. */
  readonly unrun = computed(() => this.failed.value.length - this.ran.value.length)
  readonly passed = computed(() => this.results.value.filter((test) => test.status === 'passed'))

  /** Forgets an earlier check, or only what it said of some tests. */
  begin(again: readonly string[] | null): void {
    this.phase.value = 'running'
    this.again.value = again
    if (again === null) this.#clear()
  }

  /** Forgets everything: it belonged to another variant. */
  forget(): void {
    this.#clear()
    this.again.value = null
    this.failedBefore.value = []
    this.phase.value = 'none'
  }

  #clear(): void {
    this.results.value = []
    this.report.value = null
    this.recordings.value = new Map()
  }

  /** Records a finished test: replaces its result of an earlier check, or adds it at the end. */
  note(result: TestResult): void {
    const { value } = this.results
    const known = value.some(({ id }) => id === result.id)
    this.results.value = known ? value.map((one) => (one.id === result.id ? result : one)) : [...value, result]
  }

  /** Stores the whole report, or merges results of some tests into an earlier one; then the points are unknown. */
  finish(report: Report): void {
    const before = this.report.value
    const ran = new Set(report.tests.map(({ id }) => id))
    if (this.again.value !== null && before) {
      for (const result of report.tests) this.note(result)
      const hints = [...before.hints.filter(({ test }) => !ran.has(test)), ...report.hints]
      this.report.value = { ...report, tests: [...this.results.value], hints, score: null }
    } else {
      this.report.value = report
      this.results.value = report.tests
    }
    if (!report.rejected) this.failedBefore.value = this.failed.value.map(({ id }) => id)
    this.phase.value = 'done'
  }
}
