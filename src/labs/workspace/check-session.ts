import type { LoadedExercise, Report } from '#grader'
import type { WorldRecord } from '#lab'
import { strings } from '#strings'
import { type CallPlace, Recording } from '../recording/index.ts'
import { LoadError, type SandboxPool, TestRunner } from '../sandbox/index.ts'
import { siteAddress } from '../site/index.ts'
import type { CheckState } from './check-state.ts'
import type { LabExercise } from './lab-exercise.ts'

/** Data that Check fetches: the exercise as the grader reads it, without its solutions. */
export interface ExerciseBundle {
  exercise: LoadedExercise
  seed: number
  variant: string
  platform: string
  node: string
}

const bundles = new Map<string, Promise<ExerciseBundle>>()

function fetchBundle(url: string): Promise<ExerciseBundle> {
  const known = bundles.get(url)
  if (known) return known
  const fetched = fetch(siteAddress(url)).then((response) => {
    if (!response.ok) throw new LoadError(url)
    return response.json() as Promise<ExerciseBundle>
  })
  bundles.set(url, fetched)
  fetched.catch(() => bundles.delete(url))
  return fetched
}

/** One check: runs the exercise's tests on the learner's files, in this page. */
export class CheckSession {
  readonly #exercise: LabExercise
  readonly #state: CheckState
  readonly #runner: TestRunner

  constructor(
    exercise: LabExercise,
    state: CheckState,
    pool: SandboxPool,
    events: { done: (report: Report) => void; failed: (error: unknown) => void },
  ) {
    this.#exercise = exercise
    this.#state = state
    const reasons = { stuck: strings.trouble.busyTest, memory: strings.trouble.memoryTest }
    this.#runner = new TestRunner(pool, reasons, {
      result: (result) => state.note(result),
      recorded: (test, records, places) => this.#keep(test, records, places),
      report: (report) => {
        state.finish(report)
        events.done(report)
      },
      failed: (error) => {
        state.phase.value = state.results.value.length > 0 ? 'done' : 'none'
        events.failed(error)
      },
    })
  }

  /** `again`: only these tests; null for all. */
  async start(
    files: Readonly<Record<string, string>>,
    help: { hintsOpened: number; solutionShown: boolean },
    again: readonly string[] | null,
  ): Promise<void> {
    this.#state.begin(again, files)
    const bundle = await fetchBundle(this.#exercise.bundle)
    const exercise = { ...bundle.exercise, solution: await this.#solution() }
    const tests = again && { tests: [...again] }
    await this.#runner.start({
      kind: 'start',
      submission: { ...files },
      ...help,
      ...bundle,
      exercise,
      variant: this.#exercise.variant,
      ...tests,
    })
  }

  /** Recording to compare a failure with, or null when there is none or it cannot be loaded. */
  async #solution(): Promise<Record<string, string> | null> {
    const { solution } = this.#exercise
    if (!solution || (solution.when === 'after-due' && Date.now() < solution.due)) return null
    const response = await fetch(siteAddress(solution.address)).catch(() => null)
    return response?.ok ? ((await response.json()) as Record<string, string>) : null
  }

  stop(): void {
    this.#runner.stop()
    this.#state.phase.value = this.#state.results.value.length > 0 ? 'done' : 'none'
  }

  /** The last recording of a test is the one of its smallest failure. */
  #keep(test: string, records: readonly WorldRecord[], places: readonly CallPlace[]): void {
    const recording = new Recording({ ports: this.#exercise.topology.ports })
    recording.code.add(places)
    recording.add(records)
    this.#state.recordings.value = new Map(this.#state.recordings.value).set(test, recording)
  }
}
