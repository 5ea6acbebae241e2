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

/** The receiving half of a TCP connection: a ring of bytes, and beside it a ring of marks for those that are there. */
export class Receiver {
  readonly #capacity: number
  readonly #ring: Uint8Array
  readonly #marks: Uint8Array
  /** Number of byte 0 of the stream. From here on, positions count from 0 and never wrap. */
  #first: number | undefined
  #next = 0 // first position that is missing
  #readAt = 0
  #early = 0 // bytes beyond a gap
  #fin = Infinity
  #isFinAcked = false

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
    this.#ring = new Uint8Array(capacity)
    this.#marks = new Uint8Array(capacity)
  }

  segment(segment: Segment): Acknowledgment {
    if (segment.syn && this.#first === undefined) this.#first = (segment.seq + 1) >>> 0
    if (this.#first === undefined) return { ack: 0, window: this.#capacity }

    const from = this.#position(segment.syn ? segment.seq + 1 : segment.seq)
    const data = segment.data ?? new Uint8Array()
    const end = from + data.length
    const edge = this.#readAt + this.#capacity

    if (segment.fin && this.#fin === Infinity && end >= this.#next && end <= edge) this.#setFin(end)

    const start = Math.max(from, this.#next)
    const stop = Math.min(end, edge, this.#fin)
    for (let position = start; position < stop; position++) {
      const slot = position % this.#capacity
      if (this.#marks[slot]) continue
      this.#marks[slot] = 1
      this.#early++
      this.#ring[slot] = data[position - from]!
    }
    while (this.#next < edge && this.#marks[this.#next % this.#capacity]) {
      this.#marks[this.#next % this.#capacity] = 0
      this.#early--
      this.#next++
    }
    if (this.#next === this.#fin) this.#isFinAcked = true
    return this.#acknowledgment()
  }

  #setFin(position: number) {
    this.#fin = position
    for (let p = position; p < this.#readAt + this.#capacity; p++) this.#marks[p % this.#capacity] = 0
  }

  #acknowledgment(): Acknowledgment {
    return {
      ack: (this.#first! + this.#next + (this.#isFinAcked ? 1 : 0)) >>> 0,
      window: this.#capacity - (this.#next - this.#readAt) - this.#early,
    }
  }

  /** A sequence number is near the next one expected: at most 2 ** 31 away from it, in either direction. */
  #position(seq: number): number {
    return this.#next + ((seq - this.#first! - this.#next) | 0)
  }

  read(n: number): Uint8Array | null {
    const count = Math.min(n, this.#next - this.#readAt)
    if (this.#next === this.#readAt && this.#isFinAcked) return null
    const result = new Uint8Array(count)
    for (let i = 0; i < count; i++) result[i] = this.#ring[(this.#readAt + i) % this.#capacity]!
    this.#readAt += count
    return result
  }
}
