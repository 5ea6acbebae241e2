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
  /** Tests that last ran with another version of the program than the last check's. */
  readonly stale = signal<ReadonlySet<string>>(new Set())
  /** After each change, checks what failed before. */
  readonly isWatching = signal(false)
  readonly failed = computed(() =>
    this.results.value.filter((test) => test.status === 'failed' || test.status === 'timed-out'),
  )
  /** Failed tests that ran: after an endless loop the rest is not run. */
  readonly ran = computed(() => this.failed.value.filter(({ runs }) => runs > 0))
  /** Number of tests that were not run because an earlier one never returned. */
  readonly skipped = computed(() => this.failed.value.length - this.ran.value.length)
  readonly passed = computed(() => this.results.value.filter((test) => test.status === 'passed'))

  /** The checked program, and the one with which each test last ran. */
  #program = ''
  readonly #programs = new Map<string, string>()

  /** Forgets an earlier check, or only what it said of some tests. */
  begin(again: readonly string[] | null, files: Readonly<Record<string, string>>): void {
    this.phase.value = 'running'
    this.again.value = again
    this.#program = JSON.stringify(files)
    if (again === null) this.#clear()
    this.#compare()
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
    this.#programs.clear()
    this.stale.value = new Set()
  }

  #compare(): void {
    const old = this.results.value.filter(({ id }) => this.#programs.get(id) !== this.#program)
    this.stale.value = new Set(old.map(({ id }) => id))
  }

  /** Takes the report of a grader elsewhere, for these files. */
  take(report: Report, recordings: ReadonlyMap<string, Recording>, files: Readonly<Record<string, string>>): void {
    this.begin(null, files)
    this.recordings.value = recordings
    this.finish(report)
  }

  /** Records a finished test: replaces its result of an earlier check, or adds it at the end. */
  note(result: TestResult): void {
    const { value } = this.results
    const known = value.some(({ id }) => id === result.id)
    this.results.value = known ? value.map((one) => (one.id === result.id ? result : one)) : [...value, result]
    this.#programs.set(result.id, this.#program)
    this.#compare()
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
      this.stale.value = new Set()
      for (const { id } of report.tests) this.#programs.set(id, this.#program)
    }
    if (!report.rejected) this.failedBefore.value = this.failed.value.map(({ id }) => id)
    this.phase.value = 'done'
  }
}
