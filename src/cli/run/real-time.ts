import { setTimeout as sleep } from 'node:timers/promises'
import { Pace } from '#network'
import type { Slices } from './pace.ts'

/** Real milliseconds between two looks: finer than a person notices, coarser than a thread's round trip. */
const STEP_MS = 5

/** The world's time goes as real time does: no faster, and no slower unless this machine cannot keep up. */
export class RealTime implements Slices {
  readonly #pace = new Pace({ longestStep: Number.POSITIVE_INFINITY })

  constructor() {
    this.#allowance()
  }

  /** Milliseconds that the world may go on by, when some real time has passed. */
  async next(): Promise<number> {
    await sleep(STEP_MS)
    return this.#allowance() / 1e6
  }

  #allowance(): number {
    return this.#pace.allowance(Math.round(performance.now() * 1e6))
  }
}
