import { type Signal, signal } from '@preact/signals'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { Recording } from '../recording/index.ts'
import type { FigureSettings } from './figure-file.ts'
import type { FigureWorld } from './world.ts'

/** What the controls of a figure need of whatever runs it: one world, or two that race. */
export interface Changeable {
  readonly settings: Signal<FigureSettings>
  readonly seed: Signal<number>
  /** The moment shown; null is the end. */
  readonly moment: Signal<Nanoseconds | null>
  readonly isRunning: Signal<boolean>
  /** What is said beside the controls. */
  readonly note: Signal<string>
  /** Begins to make what a run needs: the reader has reached for a control. */
  prepare(): void
  /** Runs again with these settings; only the latest wish counts. */
  change(settings: Partial<FigureSettings>, seed?: number): void
}

/** Runs a figure's world again whenever the reader changes it. */
export class FigureRunner implements Changeable {
  readonly #world: FigureWorld
  readonly recording
  readonly settings
  readonly seed
  readonly moment
  readonly isRunning = signal(false)
  readonly note = signal<string>(strings.figure.recorded)
  #wish = new AbortController()

  /** `moment`: what is shown first, in ms. */
  constructor(world: FigureWorld & { moment?: number }, recorded: Recording) {
    this.#world = world
    this.recording = signal(recorded)
    this.moment = signal<Nanoseconds | null>(world.moment === undefined ? null : world.moment * 1e6)
    this.settings = signal(world.figure.settings)
    this.seed = signal(world.figure.seed)
  }

  /** The same for every run of a figure, so that slopes can be compared; a long way is drawn smaller. */
  get pixelsPerMillisecond(): number {
    const delay = Number.parseFloat(this.settings.value.delay)
    return delay > 40 ? 1.2 : delay > 20 ? 2.2 : 3.5
  }

  prepare(): void {
    void import('./world.ts').then(({ prepareWorld }) => prepareWorld())
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.run()
  }

  /** Resolves when the run is shown, or is no longer wanted. */
  async run(): Promise<void> {
    this.#wish.abort()
    const wish = new AbortController()
    this.#wish = wish
    this.isRunning.value = true
    const began = performance.now()
    try {
      const { runWorld } = await import('./world.ts')
      const recording = await runWorld(this.#world, this.settings.value, this.seed.value, wish.signal)
      if (wish.signal.aborted) return
      this.recording.value = recording
      this.moment.value = null
      this.note.value = strings.figure.ranHere(Math.round(performance.now() - began))
    } catch (error) {
      if (wish.signal.aborted) return
      this.note.value = strings.figure.failed(error instanceof Error ? error.message : String(error))
    }
    this.isRunning.value = false
  }

  dispose(): void {
    this.#wish.abort()
  }
}
