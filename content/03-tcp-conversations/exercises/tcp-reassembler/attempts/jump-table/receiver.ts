/** What matters here of a TCP segment. */
export interface Segment {
  /** Number of the first byte (or of the flag) in it: 32 bits, and after 4294967295 comes 0. */
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}

/** What an acknowledgment says: the next byte expected, and how many bytes from there on may be sent. */
export interface Acknowledgment {
  ack: number
  window: number
}


/**
 * Which positions are there? For each of them, `#jump` holds a later position from which to look for the next gap.
 * Looking shortens the ways it took (as in a union-find), so finding the end of a long run costs next to nothing.
 */
class Runs {
  readonly #jump = new Map<number, number>()

  add(position: number) {
    this.#jump.set(position, position + 1)
  }

  drop(position: number) {
    this.#jump.delete(position)
  }

  has(position: number) {
    return this.#jump.has(position)
  }

  gapFrom(position: number): number {
    let gap = position
    for (let to = this.#jump.get(gap); to !== undefined; to = this.#jump.get(gap)) gap = to
    for (let at = position; at !== gap; ) {
      const to = this.#jump.get(at)!
      this.#jump.set(at, gap)
      at = to
    }
    return gap
  }
}

export class Receiver {
  readonly #capacity: number
  readonly #runs = new Runs()
  readonly #bytes: Uint8Array
  #isn: number | null = null
  /** Positions: the SYN has 0, the first byte 1. */
  #want = 1
  #read = 1
  #finAt = Infinity

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
    this.#bytes = new Uint8Array(capacity)
  }

  get #edge() {
    return this.#read + this.#capacity
  }

  get #isFinished() {
    return this.#want === this.#finAt
  }

  segment(segment: Segment): Acknowledgment {
    if (segment.syn) this.#isn ??= segment.seq
    if (this.#isn === null) return { ack: 0, window: this.#capacity }

    let at = this.#want + signed(segment.seq - this.#isn - this.#want)
    if (segment.syn) at += 1
    if (!this.#isFinished) this.#accept(at, segment.data ?? new Uint8Array(), segment.fin === true)

    const ack = this.#isn + this.#want + (this.#isFinished ? 1 : 0)
    return { ack: ((ack % 2 ** 32) + 2 ** 32) % 2 ** 32, window: this.#edge - this.#want }
  }

  #accept(at: number, data: Uint8Array, isLast: boolean) {
    const end = at + data.length
    if (isLast && this.#finAt === Infinity && end >= this.#want && end <= this.#edge) this.#finAt = end
    const stop = Math.min(end, this.#edge, this.#finAt)
    // From gap to gap: whatever is there already is skipped.
    let p = this.#runs.gapFrom(Math.max(at, this.#want))
    while (p < stop) {
      this.#bytes[p % this.#capacity] = data[p - at]!
      this.#runs.add(p)
      p = this.#runs.gapFrom(p + 1)
    }
    const upTo = Math.min(this.#runs.gapFrom(this.#want), this.#finAt)
    for (; this.#want < upTo; this.#want++) this.#runs.drop(this.#want)
  }

  read(n: number): Uint8Array | null {
    if (this.#isFinished && this.#read === this.#finAt) return null
    const count = Math.min(n, this.#want - this.#read)
    const out = Uint8Array.from({ length: count }, (_, i) => this.#bytes[(this.#read + i) % this.#capacity]!)
    this.#read += count
    return out
  }
}

const signed = (difference: number) => difference | 0
