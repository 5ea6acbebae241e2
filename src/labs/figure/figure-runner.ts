import { type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Recording } from '../recording/index.ts'
import type { FigureSettings } from './figure-file.ts'
import { Runner } from './runner.ts'
import type { FigureRun } from './stored-run.ts'
import type { FigureWorld } from './world.ts'

/** Interface between a figure's controls and its runner: one world, or two that race. */
export interface Changeable extends Pick<Runner, 'isRunning' | 'note' | 'prepare'> {
  readonly settings: Signal<FigureSettings>
  readonly seed: Signal<number>
  /** The current time; null is the end. */
  readonly moment: Signal<Nanoseconds | null>
  /** Runs again with these settings; a later call replaces an earlier one. */
  change(settings: Partial<FigureSettings>, seed?: number): void
}

interface FirstMoment {
  /** Initial time, in ms. */
  moment?: number
}

/**
 * Runs a figure's world again when the reader changes it. The first view comes with the page; runs in the page are
 * recordings.
 */
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

  /**
   * Pixels per millisecond, the same for every run of a figure, so that slopes can be compared; smaller for a long
   * delay.
   */
  get pixelsPerMillisecond(): number {
    const delay = Number.parseFloat(this.settings.value.delay)
    return delay > 40 ? 1.2 : delay > 20 ? 2.2 : 3.5
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.run()
  }

  /** Resolves when the run is shown, or was replaced by a later one. */
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

/** The runner of an island, which first shows the page's stored run. */
export function useFigureRunner<Stored, Run extends FigureRun>(
  world: FigureWorld & FirstMoment,
  stored: Stored,
  restore: (stored: Stored) => Run,
): FigureRunner<Run> {
  return useMemo(() => new FigureRunner(world, restore(stored)), [stored])
}
