import { signal } from '@preact/signals'
import { strings } from '#strings'

/** Base of everything that runs worlds for a reader: one run at a time, and its status. */
export abstract class Runner {
  readonly isRunning = signal(false)
  /** Status next to the controls. */
  readonly note
  #wish = new AbortController()

  constructor(note: string) {
    this.note = signal(note)
  }

  /** Prepares a run: the reader has reached for a control. */
  prepare(): void {
    void import('./world.ts').then(({ prepareWorld }) => prepareWorld())
  }

  /** Runs the latest request; an earlier one is told by `stop` and shows nothing more. Resolves in both cases. */
  protected async begin(act: (stop: AbortSignal) => Promise<void>, noteOf?: () => string): Promise<void> {
    this.#wish.abort()
    this.#wish = new AbortController()
    const { signal: stop } = this.#wish
    this.isRunning.value = true
    const began = performance.now()
    const note = await act(stop).then(
      noteOf ?? (() => strings.figure.ranHere(Math.round(performance.now() - began))),
      (error) => strings.figure.failed(error instanceof Error ? error.message : String(error)),
    )
    if (stop.aborted) return
    this.note.value = note
    this.isRunning.value = false
  }

  dispose(): void {
    this.#wish.abort()
  }
}
