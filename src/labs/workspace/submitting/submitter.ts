import type { Report } from '../../../grader/index.ts'
import { strings } from '../../../strings/index.ts'
import type { Recording } from '../../recording/index.ts'
import type { Banners } from '../banners.ts'
import type { CheckState } from '../check-state.ts'
import { readCapture } from '../packets/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.submit
/** Where the server of this machine takes submissions; a static host has nothing there. */
const ADDRESS = '/api/submissions'

/** What the server answers: a report with the packets of what failed (pcapng in base64), or why there is none. */
type Answer =
  | { report: Report; recordings?: Readonly<Record<string, string>> }
  | { error: string; code: 'NO_DOCKER' | 'FAILED' }

/** Hands in to whatever serves this page, where that can grade. */
export class Submitter {
  readonly #workspace: Workspace
  readonly #check: CheckState
  readonly #banners: Banners
  readonly #done: (report: Report) => void

  /** `done` hears of every report. */
  constructor(workspace: Workspace, check: CheckState, banners: Banners, done: (report: Report) => void) {
    this.#workspace = workspace
    this.#check = check
    this.#banners = banners
    this.#done = done
  }

  async submit(): Promise<void> {
    const workspace = this.#workspace
    workspace.isSubmitting.value = true
    this.#banners.ask('info', words.busy, words.busyText, [])
    try {
      await this.#send()
    } catch (error) {
      this.#banners.say(
        'warning',
        words.failed,
        words.failedText(error instanceof Error ? error.message : String(error)),
      )
    } finally {
      workspace.isSubmitting.value = false
    }
  }

  async #send(): Promise<void> {
    const { exercise, openedHints } = this.#workspace
    const files = Object.fromEntries(
      Object.entries(this.#workspace.handedIn()).filter(([name]) => !(name in exercise.generated)),
    )
    const body = JSON.stringify({ exercise: exercise.id, files, hintsOpened: openedHints.value })
    const response = await fetch(ADDRESS, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const isAnswer = response.headers.get('content-type')?.startsWith('application/json') ?? false
    // A host of files answers a POST with whatever it has for what is not there.
    if (!isAnswer) return this.#banners.say('info', words.noServer, words.noServerText(exercise.runsHere))
    const answer = (await response.json()) as Answer
    if ('error' in answer) {
      const isDocker = answer.code === 'NO_DOCKER'
      return this.#banners.say(
        'warning',
        isDocker ? words.noDocker : words.failed,
        isDocker ? answer.error : words.failedText(answer.error),
      )
    }
    if (!Array.isArray(answer.report?.tests)) throw new Error(words.unreadable)
    this.#show(answer.report, await recordingsOf(answer.recordings ?? {}))
    this.#done(answer.report)
  }

  #show(report: Report, recordings: ReadonlyMap<string, Recording>): void {
    this.#check.report.value = report
    this.#check.results.value = report.tests
    this.#check.recordings.value = recordings
    this.#check.phase.value = 'done'
    this.#workspace.dock.value = 'tests'
    if (report.status !== 'graded') {
      this.#banners.say('warning', words.failed, words.failedText(report.reason ?? ''))
      return
    }
    const passed = report.tests.filter(({ status }) => status === 'passed').length
    const points = report.score ? words.graded(report.score.points, report.score.of) : ''
    this.#banners.say('info', points, words.passed(passed, report.tests.length))
    this.#workspace.announcement.value = `${points} ${words.passed(passed, report.tests.length)}`
  }
}

/** Failed tests' worlds, to be looked at like those that ran here; what cannot be read is left out. */
async function recordingsOf(captures: Readonly<Record<string, string>>): Promise<Map<string, Recording>> {
  const recordings = new Map<string, Recording>()
  for (const [test, pcapng] of Object.entries(captures)) {
    const bytes = Uint8Array.from(atob(pcapng), (char) => char.charCodeAt(0))
    const read = await readCapture(new File([bytes], `${test}.pcapng`))
    if (typeof read !== 'string') recordings.set(test, read.recording)
  }
  return recordings
}
