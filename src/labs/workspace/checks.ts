import type { Report } from '#grader'
import { strings } from '#strings'
import type { SandboxPool } from '../sandbox/index.ts'
import type { Banners } from './banners.ts'
import { CheckSession } from './check-session.ts'
import type { CheckState } from './check-state.ts'
import { standing } from './standing.ts'
import { timelineSteps } from './time/index.ts'
import type { Workspace } from './workspace.ts'

const words = strings.tests

/** Runs the learner's checks, one at a time. */
export class Checks {
  readonly #workspace: Workspace
  readonly #state: CheckState
  readonly #pool: SandboxPool
  readonly #banners: Banners
  readonly #done: (report: Report) => void
  #session: CheckSession | null = null

  /** `done` is called with every report. */
  constructor(
    workspace: Workspace,
    state: CheckState,
    pool: SandboxPool,
    banners: Banners,
    done: (report: Report) => void,
  ) {
    this.#workspace = workspace
    this.#state = state
    this.#pool = pool
    this.#banners = banners
    this.#done = done
  }

  /** `again`: only these tests; null for all. */
  start(files: Record<string, string>, again: readonly string[] | null = null): void {
    const session = new CheckSession(this.#workspace.exercise, this.#state, this.#pool, {
      done: (report) => {
        this.#mark(report)
        // All earlier failures pass now: run all tests, since the program has changed.
        if (again !== null && report.status === 'graded' && this.#state.failed.value.length === 0 && !report.rejected)
          this.start(files)
        else {
          this.#tell(report)
          if (again === null) this.#done(report)
        }
      },
      failed: (error) => this.#banners.fault(error),
    })
    this.#session = session
    const { openedHints, hasGivenUp } = this.#workspace
    const help = { hintsOpened: openedHints.value, solutionShown: hasGivenUp.value }
    session.start(files, help, again).catch((error) => {
      session.stop()
      this.#banners.fault(error)
    })
  }

  stop(): void {
    if (this.#state.phase.value === 'running') this.#session?.stop()
  }

  /** Shows the world of a failed test, live or paused while its first wrong packet is on the wire. */
  show(test: string, packet: number | null): void {
    const recording = this.#state.recordings.value.get(test)
    const { evidence, begins = 1 } = this.#state.results.value.find(({ id }) => id === test) ?? {}
    const isSmallest = evidence?.schedule?.minimised === true || (evidence?.faults.length ?? 0) > 0
    const from = recording?.packet(begins)?.at ?? 0
    const steps = timelineSteps(evidence).filter(({ at }) => at >= from)
    if (recording)
      this.#workspace.show({
        source: 'test',
        id: test,
        recording,
        begins,
        firstWrong: packet,
        isSmallest,
        isPassed: !evidence,
        steps,
      })
    // A test without a world of its own: that of an earlier check would be taken for its.
    else if (this.#workspace.shown.value?.source === 'test') this.#workspace.show(null)
  }

  /** Marks the line that an error or a loop stopped at, or that does not parse. */
  #mark(report: Report): void {
    const { rejected } = report
    const place = rejected?.source ?? this.#state.failed.value[0]?.evidence?.place
    if (!place || !(place.file in this.#workspace.files.texts.value)) return
    const message = rejected?.sentence ?? this.#state.failed.value[0]?.evidence?.place?.why ?? ''
    this.#workspace.markLine(place.file, place.line, message)
  }

  #tell(report: Report): void {
    const first = this.#state.failed.value[0]
    const passed = this.#state.passed.value.length
    this.#workspace.announcement.value = first
      ? `${standing(this.#state)} ${words.test(first.id)}: ${first.evidence?.sentence ?? ''}`
      : words.passedAll(passed, this.#workspace.exercise.tests.sealed)
    // The world of a failure that the learner has already opened stays, with its moment.
    const worlds = this.#state.recordings.value
    const isOpened = this.#state.failed.value.some(({ id }) => this.#workspace.isShown(worlds.get(id)))
    if (report.rejected) this.#workspace.announcement.value = `${words.refused} ${report.rejected.sentence}`
    else if (!first) this.#showPassed()
    else if (!isOpened) this.show(first.id, first.evidence?.packets?.firstWrong ?? null)
  }

  /** The world of the test that was shown, now as it passed, or of the last one; a run of the learner's own stays. */
  #showPassed(): void {
    const { shown } = this.#workspace
    if (shown.value !== null && shown.value.source !== 'test') return
    const worlds = this.#state.recordings.value
    const last = this.#state.results.value.findLast(({ id }) => (worlds.get(id)?.packets.length ?? 0) > 0)
    const id = shown.value && worlds.has(shown.value.id) ? shown.value.id : last?.id
    if (id === undefined) this.#workspace.show(null)
    else this.show(id, null)
  }
}
