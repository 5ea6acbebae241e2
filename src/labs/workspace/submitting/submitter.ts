import type { Report } from '#grader'
import { strings } from '#strings'
import type { Banners } from '../banners.ts'
import type { CheckState } from '../check-state.ts'
import type { Workspace } from '../workspace.ts'
import { type GradedElsewhere, showAnswer } from './show-answer.ts'

const words = strings.submit
/** Address that takes submissions on this server; a static host has nothing there. */
const ADDRESS = '/api/submissions'

/** The server's answer, or why there is none. */
type Answer = GradedElsewhere | { error: string; code: 'NO_DOCKER' | 'FAILED' }

/** Submits to the server of this page, if it can grade. */
export class Submitter {
  readonly #workspace: Workspace
  readonly #check: CheckState
  readonly #banners: Banners
  readonly #done: (report: Report) => void

  /** `done` is called with every report. */
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
    const { exercise, openedHints, hasGivenUp } = this.#workspace
    const files = this.#workspace.ownFiles()
    const help = { hintsOpened: openedHints.value, solutionShown: hasGivenUp.value }
    const body = JSON.stringify({ exercise: exercise.id, files, practiced: exercise.variant, ...help })
    const response = await fetch(ADDRESS, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const isAnswer = response.headers.get('content-type')?.startsWith('application/json') ?? false
    // A static file host answers a POST with its page for missing files.
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
    const shown = { workspace: this.#workspace, check: this.#check, banners: this.#banners }
    this.#done(await showAnswer(answer, files, shown))
  }
}
