/** Burst losses: the two-state model of Gilbert and Elliott, as in Linux's netem (`loss gemodel p r 1-h 1-k`). */
import { isHit, RandomStream } from '../random.ts'

/**
 * Probabilities, with netem's names. Each frame draws once for a state change, and is lost with the probability of the
 * state before.
 */
export interface GilbertElliott {
  /** From the good state to the bad one. */
  readonly p: number
  /** Back from the bad state to the good one: bad periods last 1/r frames on average. */
  readonly r: number
  /** Loss in the bad state; default 1 (Gilbert's simple model). */
  readonly '1-h'?: number
  /** Loss in the good state; default 0. */
  readonly '1-k'?: number
}

export const GILBERT_ELLIOTT_NAMES = ['p', 'r', '1-h', '1-k'] as const

/** State of one direction of a link. Its draws have their own streams, numbered by frame like all others. */
export class BurstLoss {
  readonly #transitions: RandomStream
  readonly #losses: RandomStream
  #isBad = false

  constructor(seed: number, from: string, to: string) {
    this.#transitions = new RandomStream(seed, `link ${from} > ${to} loss state`)
    this.#losses = new RandomStream(seed, `link ${from} > ${to} burst loss`)
  }

  /** Returns whether frame number `turn` is lost. Without a model none is, and the state returns to good. */
  hits(model: GilbertElliott | null, turn: number): boolean {
    if (model === null) {
      this.#isBad = false
      return false
    }
    const wasBad = this.#isBad
    if (isHit(this.#transitions.valueAt(turn), wasBad ? model.r : model.p)) this.#isBad = !wasBad
    return isHit(this.#losses.valueAt(turn), wasBad ? (model['1-h'] ?? 1) : (model['1-k'] ?? 0))
  }
}
