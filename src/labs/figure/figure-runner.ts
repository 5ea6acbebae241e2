import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { Recording } from '../recording/index.ts'
import type { FigureSettings } from './figure-file.ts'
import { Runner } from './runner.ts'
import type { FigureRun } from './view.ts'
import type { FigureWorld } from './world.ts'

/** What the controls of a figure need of whatever runs it: one world, or two that race. */
export interface Changeable extends Pick<Runner, 'isRunning' | 'note' | 'prepare'> {
  readonly settings: Signal<FigureSettings>
  readonly seed: Signal<number>
  /** The moment shown; null is the end. */
  readonly moment: Signal<Nanoseconds | null>
  /** Runs again with these settings; only the latest wish counts. */
  change(settings: Partial<FigureSettings>, seed?: number): void
}

interface FirstMoment {
  /** What is shown first, in ms. */
  moment?: number
}

/** Runs a figure's world again whenever the reader changes it. Shown first is what the page was given; what ran here is a recording. */
export class FigureRunner<Run extends FigureRun = FigureRun> extends Runner implements Changeable {
  readonly #world: FigureWorld
  readonly recording
  readonly settings
  readonly seed
  readonly moment

  constructor(world: FigureWorld & FirstMoment, recorded: Run) {
    super(strings.figure.recorded)
    this.#world = world
    this.recording = signal<Run | Recording>(recorded)
    this.moment = signal<Nanoseconds | null>(world.moment === undefined ? null : world.moment * 1e6)
    this.settings = signal(world.figure.settings)
    this.seed = signal(world.figure.seed)
  }

  /** The same for every run of a figure, so that slopes can be compared; a long way is drawn smaller. */
  get pixelsPerMillisecond(): number {
    const delay = Number.parseFloat(this.settings.value.delay)
    return delay > 40 ? 1.2 : delay > 20 ? 2.2 : 3.5
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.run()
  }

  /** Resolves when the run is shown, or is no longer wanted. */
  run(): Promise<void> {
    return this.begin(async (stop) => {
      const { runWorld } = await import('./world.ts')
      const recording = await runWorld(this.#world, this.settings.value, this.seed.value, stop)
      if (stop.aborted) return
      this.recording.value = recording
      this.moment.value = null
    })
  }
}

/** The runner of an island, which shows first what it was given. */
export function useFigureRunner<Stored, Run extends FigureRun>(
  world: FigureWorld & FirstMoment,
  stored: Stored,
  restore: (stored: Stored) => Run,
): FigureRunner<Run> {
  return useMemo(() => new FigureRunner(world, restore(stored)), [stored])
}
