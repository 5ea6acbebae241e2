import { signal } from '@preact/signals'
import { strings } from '../../strings/index.ts'

/** Whoever runs worlds again for a reader: one run at a time, and what is to be said of it. */
export abstract class Runner {
  readonly isRunning = signal(false)
  /** What is said beside the controls. */
  readonly note
  #wish = new AbortController()

  constructor(note: string) {
    this.note = signal(note)
  }

  /** Begins to make what a run needs: the reader has reached for a control. */
  prepare(): void {
    void import('./world.ts').then(({ prepareWorld }) => prepareWorld())
  }

  /** Only the latest wish counts: what another has overtaken is told by `stop`, and shows nothing more. Resolves in both cases. */
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
