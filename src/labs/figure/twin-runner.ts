import { signal } from '@preact/signals'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { FigureSettings } from './figure-file.ts'
import type { Changeable, FigureRunner } from './figure-runner.ts'

/** Two worlds under one hand: what is changed is changed in both, except for what makes them different. */
export class TwinRunner implements Changeable {
  readonly #lanes: readonly FigureRunner[]
  readonly settings
  readonly seed
  readonly moment = signal<Nanoseconds | null>(null)
  readonly isRunning = signal(false)
  readonly note = signal<string>(strings.figure.recorded)
  #wishes = 0

  constructor(lanes: readonly [FigureRunner, FigureRunner]) {
    this.#lanes = lanes
    this.settings = signal(lanes[0].settings.value)
    this.seed = signal(lanes[0].seed.value)
  }

  prepare(): void {
    this.#lanes[0]?.prepare()
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.#run(settings)
  }

  /** One after the other: a page has one frame at hand. */
  async #run({ params: _, ...link }: Partial<FigureSettings>): Promise<void> {
    const wish = ++this.#wishes
    this.isRunning.value = true
    for (const lane of this.#lanes) {
      lane.settings.value = { ...lane.settings.value, ...link }
      lane.seed.value = this.seed.value
      await lane.run()
      if (wish !== this.#wishes) return
      this.note.value = lane.note.value
    }
    this.moment.value = null
    this.isRunning.value = false
  }

  dispose(): void {
    this.#wishes++
    for (const lane of this.#lanes) lane.dispose()
  }
}
