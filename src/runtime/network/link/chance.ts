import type { Nanoseconds } from '../clock.ts'
import { isHit, RandomStream } from '../random.ts'
import { BurstLoss } from './gilbert-elliott.ts'

export type ChanceFault = 'loss' | 'duplicate' | 'reorder' | 'corrupt'

/**
 * The random draws of one direction of a link. Each kind has a stream of its own, and a frame's draw is the stream's value at the frame's number: with one
 * fault taken away, or made likelier, the others hit the same frames as before.
 */
export class Chance {
  readonly #streams: Readonly<Record<ChanceFault | 'damaged bit' | 'jitter', RandomStream>>

  readonly bursts: BurstLoss

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
  }

  /** Whether a fault of this probability hits frame number `turn`. */
  hits(fault: ChanceFault, turn: number, probability: number): boolean {
    return probability > 0 && isHit(this.#streams[fault].valueAt(turn), probability)
  }

  /** Which of `bits` bits of the frame flips. */
  damagedBit(turn: number, bits: number): number {
    return Math.floor((this.#streams['damaged bit'].valueAt(turn) / 0x1_0000_0000) * bits)
  }

  /** From −jitter to +jitter, each equally likely. */
  jitter(turn: number, jitter: Nanoseconds): Nanoseconds {
    if (jitter === 0) return 0
    return Math.floor((this.#streams.jitter.valueAt(turn) / 0x1_0000_0000) * (2 * jitter + 1)) - jitter
  }
}
