import { signal } from '@preact/signals'
import { strings } from '#strings'
import { type Finishes, type MapRow, runMap } from './heat-map.ts'
import { Runner } from './runner.ts'
import { finishOf } from './view.ts'
import type { FigureWorld } from './world.ts'

/** Runs the worlds of a heat map again, one after another: a page has one frame. */
export class MapRunner extends Runner {
  readonly #world: FigureWorld
  readonly #rows: readonly MapRow[]
  /** Row by row; null while unknown. */
  readonly finishes
  #seed: number

  constructor(world: FigureWorld, rows: readonly MapRow[], first: readonly (readonly Finishes[])[]) {
    super(strings.figureViews.map.recorded)
    this.#world = world
    this.#rows = rows
    this.#seed = world.figure.seed
    this.finishes = signal<readonly (readonly (Finishes | null)[])[]>(first)
  }

  /** Runs all of them with a new seed. */
  run(): Promise<void> {
    const seed = ++this.#seed
    this.finishes.value = this.#rows.map(({ cells }) => cells.map(() => null))
    return this.begin(async (stop) => {
      const { runWorld } = await import('./world.ts')
      for await (const { row, column, finishes } of runMap(this.#rows, async (settings) =>
        finishOf(await runWorld(this.#world, settings, seed, stop)),
      )) {
        if (stop.aborted) return
        this.finishes.value = this.finishes.value.with(row, this.finishes.value[row]!.with(column, finishes))
      }
    })
  }
}
