import type { RandomStream } from '../../../random.ts'
import type { PortChoice } from './description.ts'

/** Outside ports of a NAT, in the order in which it tries them. */
export class PortPool {
  readonly #choice: PortChoice
  readonly #range: readonly [number, number] | null
  readonly #random: RandomStream
  #last: number | null = null

  constructor(choice: PortChoice, range: readonly [number, number] | null, random: RandomStream) {
    this.#choice = choice
    this.#range = range
    this.#random = random
  }

  /** The first port that is free for an inside port, or null. `isFree` is asked at most once about each. */
  take(inside: number, isFree: (port: number) => boolean): number | null {
    const found = this.#first(inside, isFree)
    if (found !== null) this.#last = found
    return found
  }

  #first(inside: number, isFree: (port: number) => boolean): number | null {
    const [low, high] = this.#range ?? rangeLike(inside)
    const keeps = this.#choice === 'preserve' || this.#choice === 'parity'
    if (keeps && inside >= low && inside <= high && isFree(inside)) return inside
    // Even ports stay even and odd ones odd: RTP and RTCP take neighbors (RFC 4787 §4.2.2).
    const step = this.#choice === 'parity' ? 2 : 1
    const first = step === 2 && (low & 1) !== (inside & 1) ? low + 1 : low
    const count = Math.max(0, Math.floor((high - first) / step) + 1)
    const start = count === 0 ? 0 : this.#start(first, count)
    for (let i = 0; i < count; i++) {
      const port = first + ((start + i) % count) * step
      if (!(keeps && port === inside) && isFree(port)) return port
    }
    return null
  }

  #start(first: number, count: number): number {
    if (this.#choice !== 'sequential') return this.#random.below(count)
    return this.#last === null ? 0 : (this.#last - first + 1) % count
  }
}

/** Keeps system ports among system ports, as Linux does (nf_nat_l4proto_unique_tuple). */
function rangeLike(port: number): readonly [number, number] {
  if (port < 512) return [1, 511]
  return port < 1024 ? [600, 1023] : [1024, 65_535]
}
