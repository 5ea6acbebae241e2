import { signal } from '@preact/signals'
import { strings } from '../../strings/index.ts'
import { type Finishes, type MapRow, runMap } from './heat-map.ts'
import { finishOf } from './view.ts'
import type { FigureWorld } from './world.ts'

/** Runs the worlds of a heat map again, one after another: a page has one frame at hand. */
export class MapRunner {
  readonly #world: FigureWorld
  readonly #rows: readonly MapRow[]
  /** Row by row; null is not known yet. */
  readonly finishes
  readonly isRunning = signal(false)
  readonly note = signal<string>(strings.figureViews.map.recorded)
  readonly #gone = new AbortController()
  #seed: number

  constructor(world: FigureWorld, rows: readonly MapRow[], first: readonly (readonly Finishes[])[]) {
    this.#world = world
    this.#rows = rows
    this.#seed = world.figure.seed
    this.finishes = signal<readonly (readonly (Finishes | null)[])[]>(first)
  }

  prepare(): void {
    void import('./world.ts').then(({ prepareWorld }) => prepareWorld())
  }

  /** All of them, with other luck than before. */
  async run(): Promise<void> {
    const seed = ++this.#seed
    const { signal: stop } = this.#gone
    this.isRunning.value = true
    this.finishes.value = this.#rows.map(({ cells }) => cells.map(() => null))
    const began = performance.now()
    try {
      const { runWorld } = await import('./world.ts')
      for await (const { row, column, finishes } of runMap(this.#rows, async (settings) =>
        finishOf(await runWorld(this.#world, settings, seed, stop)),
      )) {
        if (stop.aborted) return
        this.finishes.value = this.finishes.value.with(row, this.finishes.value[row]!.with(column, finishes))
      }
      this.note.value = strings.figure.ranHere(Math.round(performance.now() - began))
    } catch (error) {
      if (stop.aborted) return
      this.note.value = strings.figure.failed(error instanceof Error ? error.message : String(error))
    }
    this.isRunning.value = false
  }

  dispose(): void {
    this.#gone.abort()
  }
}
