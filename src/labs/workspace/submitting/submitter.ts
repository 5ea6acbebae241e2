import type { Report } from '../../../grader/index.ts'
import { strings } from '../../../strings/index.ts'
import type { Banners } from '../banners.ts'
import type { CheckState } from '../check-state.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.submit
/** Where the server of this machine takes submissions; a static host has nothing there. */
const ADDRESS = '/api/submissions'

/** What the server answers: a report, or why there is none. */
type Answer = { report: Report } | { error: string; code: 'NO_DOCKER' | 'FAILED' }

/** Hands in to whatever serves this page, where that can grade. */
export class Submitter {
  readonly #workspace: Workspace
  readonly #check: CheckState
  readonly #banners: Banners

  constructor(workspace: Workspace, check: CheckState, banners: Banners) {
    this.#workspace = workspace
    this.#check = check
    this.#banners = banners
  }

  async submit(): Promise<void> {
    const workspace = this.#workspace
    workspace.keepAttempt('check')
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
    if (!isAnswer) return this.#banners.say('info', words.noServer, words.noServerText)
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
    this.#show(answer.report)
  }

  #show(report: Report): void {
    this.#check.report.value = report
    this.#check.results.value = report.tests
    this.#check.recordings.value = new Map()
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
