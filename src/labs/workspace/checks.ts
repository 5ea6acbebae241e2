import type { Report } from '#grader'
import { strings } from '#strings'
import type { SandboxPool } from '../sandbox/index.ts'
import type { Banners } from './banners.ts'
import { CheckSession } from './check-session.ts'
import type { CheckState } from './check-state.ts'
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

  start(files: Record<string, string>): void {
    const session = new CheckSession(this.#workspace.exercise, this.#state, this.#pool, {
      done: (report) => {
        this.#tell(report)
        this.#done(report)
      },
      failed: (error) => this.#banners.fault(error),
    })
    this.#session = session
    session.start(files, this.#workspace.openedHints.value).catch((error) => {
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
    const evidence = this.#state.results.value.find(({ id }) => id === test)?.evidence
    const isSmallest = evidence?.schedule?.minimised || (evidence?.faults.length ?? 0) > 0
    if (recording) this.#workspace.show({ source: 'test', id: test, recording, firstWrong: packet, isSmallest })
  }

  #tell(report: Report): void {
    const failed = report.tests.filter((test) => test.status === 'failed' || test.status === 'timed-out')
    const passed = report.tests.filter((test) => test.status === 'passed').length
    const first = failed[0]
    this.#workspace.announcement.value = first
      ? `${words.passedSome(passed, report.tests.length)} ${words.test(first.id)}: ${first.evidence?.sentence ?? ''}`
      : words.passedAll(passed)
    // A world that the learner has already opened stays, with its moment.
    const isOpened = [...this.#state.recordings.value.values()].some((one) => this.#workspace.isShown(one))
    if (!first) this.#leaveFailure()
    else if (!isOpened) this.show(first.id, first.evidence?.packets?.firstWrong ?? null)
  }

  /** Clears an earlier failure that is fixed: its packets and marked lines no longer belong to this program. */
  #leaveFailure(): void {
    if (this.#workspace.shown.value?.source === 'test') this.#workspace.show(null)
  }
}
