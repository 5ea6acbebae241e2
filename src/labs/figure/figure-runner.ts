import { computed, type Signal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Recording } from '../recording/index.ts'
import type { Figure, FigureSettings } from './figure-file.ts'
import type { FigureRun } from './stored-run.ts'
import type { FigureWorld } from './world.ts'

/** Runs one world and returns what the figure shows of it. Stops early when `stop` is raised. */
export type PlayWorld<Result> = (settings: FigureSettings, seed: number, stop: AbortSignal) => Promise<Result>

/** One world of a figure: its settings, and what the page shows of it at first. */
export interface FirstRun<Result> {
  settings: FigureSettings
  result: Result
}

interface RunnerOptions<Result> {
  seed: number
  play: PlayWorld<Result>
  /** Status next to the controls before the first run in the page. */
  note?: string
  /** Initial time, in ms. */
  moment?: number | undefined
}

/** Interface between a figure's controls and its runner. */
export type Changeable = Pick<
  FigureRunner<unknown>,
  'settings' | 'seed' | 'isRunning' | 'isChanged' | 'note' | 'prepare' | 'change' | 'restore' | 'knobsOf'
>

/**
 * Runs a figure's worlds again when the reader changes them: one world for most figures, two for a race, two per cell of
 * a heat map. The first results come with the page.
 */
export class FigureRunner<Result> {
  readonly results: Signal<readonly Result[]>
  /** Settings of each world. */
  readonly settings: Signal<readonly FigureSettings[]>
  readonly seed: Signal<number>
  /** The current time; null is the end. */
  readonly moment: Signal<Nanoseconds | null>
  readonly isRunning = signal(false)
  /** Whether the settings are others than those of the run that the text around the figure describes. */
  readonly isChanged = computed(
    () =>
      this.seed.value !== this.#seed ||
      this.#first.some(
        ({ settings }, index) => JSON.stringify(settings) !== JSON.stringify(this.settings.value[index]),
      ),
  )
  /** Status next to the controls. */
  readonly note: Signal<string>
  readonly #first: readonly FirstRun<Result>[]
  readonly #seed: number
  readonly #recorded: string
  readonly #play: PlayWorld<Result>
  #wish = new AbortController()

  constructor(first: readonly FirstRun<Result>[], options: RunnerOptions<Result>) {
    const { seed, play, note = strings.figure.recorded, moment } = options
    this.results = signal(first.map(({ result }) => result))
    this.settings = signal(first.map(({ settings }) => settings))
    this.seed = signal(seed)
    this.moment = signal(moment === undefined ? null : moment * 1e6)
    this.note = signal(note)
    this.#first = first
    this.#seed = seed
    this.#recorded = note
    this.#play = play
  }

  /** The figure's knobs, without those for parameters that distinguish its worlds. */
  knobsOf({ knobs }: Pick<Figure, 'knobs'>): Figure['knobs'] {
    return knobs.params ? { ...knobs, params: this.#common(knobs.params) } : knobs
  }

  /** Prepares a run: the reader has reached for a control. */
  prepare(): void {
    void import('./world.ts').then(({ prepareWorld }) => prepareWorld())
  }

  /** Runs all worlds again; a later change replaces an earlier one. Parameters that distinguish the worlds stay. */
  change({ params = {}, ...link }: Partial<FigureSettings>, seed = this.seed.value): void {
    const common = this.#common(params)
    this.settings.value = this.settings.value.map((settings) => ({
      ...settings,
      ...link,
      params: { ...settings.params, ...common },
    }))
    this.seed.value = seed
    void this.#run()
  }

  /** Shows the first runs and their settings again. */
  restore(): void {
    this.#wish.abort()
    this.isRunning.value = false
    this.results.value = this.#first.map(({ result }) => result)
    this.settings.value = this.#first.map(({ settings }) => settings)
    this.seed.value = this.#seed
    this.moment.value = null
    this.note.value = this.#recorded
  }

  dispose(): void {
    this.#wish.abort()
  }

  #common<Value>(params: Record<string, Value>): Record<string, Value> {
    const [first, ...others] = this.settings.value
    const isCommon = ([name]: [string, Value]) => others.every((other) => other.params[name] === first?.params[name])
    return Object.fromEntries(Object.entries(params).filter(isCommon))
  }

  async #run(): Promise<void> {
    this.#wish.abort()
    this.#wish = new AbortController()
    const { signal: stop } = this.#wish
    this.isRunning.value = true
    const began = performance.now()
    const note = await this.#runWorlds(stop).then(
      () => strings.figure.ranHere(Math.round(performance.now() - began)),
      (error) => strings.figure.failed(error instanceof Error ? error.message : String(error)),
    )
    if (stop.aborted) return
    this.note.value = note
    this.isRunning.value = false
  }

  /** One after another: a page has one frame. */
  async #runWorlds(stop: AbortSignal): Promise<void> {
    for (const [index, settings] of this.settings.value.entries()) {
      const result = await this.#play(settings, this.seed.value, stop)
      if (stop.aborted) return
      this.results.value = this.results.value.with(index, result)
    }
    this.moment.value = null
  }
}

/** Plays a figure's world in this page. */
export function playing(world: FigureWorld): PlayWorld<Recording> {
  return async (settings, seed, stop) => (await import('./world.ts')).runWorld(world, settings, seed, stop)
}

/** Initial time of a figure, in ms. */
interface FirstMoment {
  moment?: number
}

/** The runner of a figure with one world. It first shows the page's stored run. */
export function useFigureRunner<Stored, Run extends FigureRun>(
  world: FigureWorld & FirstMoment,
  stored: Stored,
  restore: (stored: Stored) => Run,
): FigureRunner<Run | Recording> {
  const { figure, moment } = world
  return useMemo(
    () =>
      new FigureRunner<Run | Recording>([{ settings: figure.settings, result: restore(stored) }], {
        seed: figure.seed,
        play: playing(world),
        moment,
      }),
    [stored],
  )
}
