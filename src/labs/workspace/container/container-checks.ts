import type { Report } from '#grader'
import { strings } from '#strings'
import ackademyUrl from '../../../../generated/ackademy.mjs?url'
import { ContainerBoot, ContainerError, ContainerGrader } from '../../container/index.ts'
import { LoadError } from '../../sandbox/index.ts'
import { siteAddress } from '../../site/index.ts'
import type { Banners } from '../banners.ts'
import type { CheckState } from '../check-state.ts'
import { type GradedElsewhere, showAnswer } from '../submitting/index.ts'
import type { Workspace } from '../workspace.ts'
import type { ContainerState } from './container-state.ts'

const words = strings.container

export interface ContainerChecksOptions {
  workspace: Workspace
  check: CheckState
  banners: Banners
  state: ContainerState
  /** Called with every report. */
  done: (report: Report) => void
  /** Runs the same check without a container, when there is none. */
  checkHere: () => void
}

/** Runs checks in a WebContainer, one at a time. */
export class ContainerChecks {
  readonly #options: ContainerChecksOptions
  readonly #boot = new ContainerBoot()
  #grader: ContainerGrader | null = null
  #isStopped = false

  constructor(options: ContainerChecksOptions) {
    this.#options = options
  }

  async start(files: Readonly<Record<string, string>>): Promise<void> {
    const { workspace, check, state } = this.#options
    this.#isStopped = false
    check.phase.value = 'running'
    check.results.value = []
    check.report.value = null
    check.recordings.value = new Map()
    state.begin(words.command(workspace.exercise.id))
    try {
      await this.#grade(files)
    } catch (error) {
      this.#fail(error)
    } finally {
      state.doing.value = null
      this.#grader = null
      if (check.phase.value === 'running') check.phase.value = 'none'
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#grader?.stop()
    if (this.#options.check.phase.value === 'running') this.#options.check.phase.value = 'none'
  }

  async #grade(files: Readonly<Record<string, string>>): Promise<void> {
    const { workspace, state, done } = this.#options
    state.doing.value = words.booting
    const container = await this.#boot.take()
    state.doing.value = words.fetching
    const [program, exercise] = await Promise.all([text(ackademyUrl), text(siteAddress(workspace.exercise.bundle))])
    state.doing.value = null
    if (this.#isStopped) return
    this.#grader = new ContainerGrader(container)
    const answer = await this.#grader.grade({ program, exercise, submission: files }, (said) => state.write(said))
    if (answer === null || this.#isStopped) return
    const graded = JSON.parse(answer) as GradedElsewhere
    const report = await showAnswer(graded, files, this.#options)
    done(report)
  }

  #fail(error: unknown): void {
    const { banners, state, checkHere } = this.#options
    if (this.#isStopped) return
    if (!(error instanceof ContainerError)) {
      banners.fault(error)
      return
    }
    const why = [words.trouble[error.trouble], error.why].filter(Boolean).join(' ')
    state.write(`${why}\n`)
    banners.say('warning', words.unavailable, why, [{ label: words.checkHere, isPrimary: true, act: checkHere }])
  }
}

async function text(url: string): Promise<string> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok) throw new LoadError(url)
  return response.text()
}
