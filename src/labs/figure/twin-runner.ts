import { signal } from '@preact/signals'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Figure, FigureSettings } from './figure-file.ts'
import type { Changeable, FigureRunner } from './figure-runner.ts'
import { Runner } from './runner.ts'

type Lane = Pick<FigureRunner, 'settings' | 'seed' | 'note' | 'run' | 'dispose'>
type Params = FigureSettings['params']

/** Runs two worlds in step: a change applies to both, except to the settings that distinguish them. */
export class TwinRunner extends Runner implements Changeable {
  readonly #lanes: readonly [Lane, Lane]
  readonly settings
  readonly seed
  readonly moment = signal<Nanoseconds | null>(null)

  constructor(lanes: readonly [Lane, Lane]) {
    super(strings.figure.recorded)
    this.#lanes = lanes
    this.settings = signal(lanes[0].settings.value)
    this.seed = signal(lanes[0].seed.value)
  }

  /** The figure's knobs, without those that distinguish the worlds. */
  knobsOf({ knobs }: Pick<Figure, 'knobs'>): Figure['knobs'] {
    return knobs.params ? { ...knobs, params: this.#common(knobs.params) } : knobs
  }

  #common<Value>(params: Record<string, Value>): Record<string, Value> {
    const [one, other] = this.#lanes.map(({ settings }) => settings.value.params) as [Params, Params]
    return Object.fromEntries(Object.entries(params).filter(([name]) => one[name] === other[name]))
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.#run(settings)
  }

  /** One after the other: a page has one frame. */
  #run({ params = {}, ...link }: Partial<FigureSettings>): Promise<void> {
    const common = this.#common(params)
    for (const { settings } of this.#lanes)
      settings.value = { ...settings.value, ...link, params: { ...settings.value.params, ...common } }
    const runBoth = async (stop: AbortSignal) => {
      for (const lane of this.#lanes) {
        lane.seed.value = this.seed.value
        await lane.run()
        if (stop.aborted) return
      }
      this.moment.value = null
    }
    return this.begin(runBoth, () => this.#lanes[1].note.value)
  }

  override dispose(): void {
    super.dispose()
    for (const lane of this.#lanes) lane.dispose()
  }
}
