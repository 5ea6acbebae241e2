import { effect } from '@preact/signals'
import type { CheckState } from './check-state.ts'
import type { Workspace } from './workspace.ts'

/** Real milliseconds without a change after which a change counts as saved. */
const PAUSE_MS = 900

/** Watch mode: checks what failed before, a moment after each change of the learner's files. */
export class Watcher {
  readonly #workspace: Workspace
  readonly #check: CheckState
  readonly #again: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #stop: (() => void) | null = null

  constructor(workspace: Workspace, check: CheckState, again: () => void) {
    this.#workspace = workspace
    this.#check = check
    this.#again = again
  }

  /** Turned on, it checks at once. */
  turn(isOn: boolean): void {
    if (isOn === this.#check.isWatching.value) return
    this.#check.isWatching.value = isOn
    this.#stop?.()
    clearTimeout(this.#timer)
    this.#stop = isOn ? this.#watch() : null
  }

  /** A change during a check waits for its end. */
  #watch(): () => void {
    let checked: unknown = null
    return effect(() => {
      const { value } = this.#workspace.files.texts
      const isFree = this.#check.phase.value !== 'running' && !this.#workspace.isSubmitting.value
      clearTimeout(this.#timer)
      if (!isFree || value === checked) return
      const act = () => {
        checked = value
        this.#again()
      }
      this.#timer = setTimeout(act, checked === null ? 0 : PAUSE_MS)
    })
  }
}
