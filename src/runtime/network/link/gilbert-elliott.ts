/** Loss in bursts: the two-state model of Gilbert and Elliott, as Linux's netem has it (`loss gemodel p r 1-h 1-k`). */
import { isHit, RandomStream } from '../random.ts'

/** Probabilities, under netem's names. Each frame draws once whether the state changes, and is lost with the probability of the state before. */
export interface GilbertElliott {
  /** From the good state to the bad one. */
  readonly p: number
  /** Back from the bad state to the good one: bad times last 1/r frames on average. */
  readonly r: number
  /** That a frame is lost in the bad state; 1 unless given (Gilbert's simple model). */
  readonly '1-h'?: number
  /** That a frame is lost in the good state; 0 unless given. */
  readonly '1-k'?: number
}

export const GILBERT_ELLIOTT_NAMES = ['p', 'r', '1-h', '1-k'] as const

/** The state of one direction of a link. Its draws are of streams of their own, numbered by the frame as all others. */
export class BurstLoss {
  readonly #transitions: RandomStream
  readonly #losses: RandomStream
  #isBad = false

  constructor(seed: number, from: string, to: string) {
    this.#transitions = new RandomStream(seed, `link ${from} > ${to} loss state`)
    this.#losses = new RandomStream(seed, `link ${from} > ${to} burst loss`)
  }

  /** Whether frame number `turn` is lost. Without a model nothing is, and the state is good again. */
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
