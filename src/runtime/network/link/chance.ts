import type { Nanoseconds } from '../clock.ts'
import { isHit, RandomStream } from '../random.ts'
import { BurstLoss } from './gilbert-elliott.ts'
import type { Impairment } from './impairment.ts'

export type ChanceFault = 'duplicate' | 'reorder' | 'corrupt'

/** Correlated draws: each is a weighted mean of a new draw and the previous one (netem's get_crandom). */
class CorrelatedDraws {
  readonly #stream: RandomStream
  #last: number | null = null

  constructor(stream: RandomStream) {
    this.#stream = stream
  }

  at(turn: number, correlation: number): number {
    const value = this.#stream.valueAt(turn)
    if (correlation === 0) {
      this.#last = null
      return value
    }
    this.#last = Math.floor(value + ((this.#last ?? value) - value) * correlation)
    return this.#last
  }
}

/**
 * Random draws of one direction of a link. Each kind has its own stream, and a frame's draw is the stream's value at
 * the frame's number: with one fault removed or made likelier, the others hit the same frames as before.
 */
export class Chance {
  readonly #streams: Readonly<Record<ChanceFault | 'loss' | 'damaged bit' | 'jitter', RandomStream>>

  readonly bursts: BurstLoss
  readonly #losses: CorrelatedDraws
  readonly #jitters: CorrelatedDraws

  constructor(seed: number, from: string, to: string) {
    this.bursts = new BurstLoss(seed, from, to)
    const stream = (kind: string) => new RandomStream(seed, `link ${from} > ${to} ${kind}`)
    this.#streams = {
      loss: stream('loss'),
      duplicate: stream('duplicate'),
      reorder: stream('reorder'),
      corrupt: stream('corrupt'),
      'damaged bit': stream('damaged bit'),
      jitter: stream('jitter'),
    }
    this.#losses = new CorrelatedDraws(this.#streams.loss)
    this.#jitters = new CorrelatedDraws(this.#streams.jitter)
  }

  /** Returns whether a fault of this probability hits frame number `turn`. */
  hits(fault: ChanceFault, turn: number, probability: number): boolean {
    return probability > 0 && isHit(this.#streams[fault].valueAt(turn), probability)
  }

  /** Returns whether frame number `turn` is lost. Call it once per frame: a draw may depend on earlier ones. */
  loses(turn: number, { loss, lossCorrelation }: Pick<Impairment, 'loss' | 'lossCorrelation'>): boolean {
    return loss > 0 && isHit(this.#losses.at(turn, lossCorrelation), loss)
  }

  /** Returns which of `bits` bits of the frame flips. */
  damagedBit(turn: number, bits: number): number {
    return Math.floor((this.#streams['damaged bit'].valueAt(turn) / 0x1_0000_0000) * bits)
  }

  /** Returns a value from −jitter to +jitter, uniform unless correlated. Call it once per departing frame. */
  jitter(turn: number, { jitter, jitterCorrelation }: Pick<Impairment, 'jitter' | 'jitterCorrelation'>): Nanoseconds {
    if (jitter === 0) return 0
    return Math.floor((this.#jitters.at(turn, jitterCorrelation) / 0x1_0000_0000) * (2 * jitter + 1)) - jitter
  }
}
