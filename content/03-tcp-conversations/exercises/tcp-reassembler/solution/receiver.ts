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

/** Bytes from `from` up to, and without, `to`; both count from the first byte of the stream. */
interface Range {
  from: number
  to: number
}

/** The receiving half of a TCP connection. */
export class Receiver {
  readonly #capacity: number
  /** The byte at place p of the stream lies at p modulo the capacity. */
  readonly #ring: Uint8Array
  /** What lies in the ring, in order and apart from each other. The first begins where the reader is, once its first byte came. */
  #held: Range[] = []
  /** The number of the first byte of the stream; null before the SYN. */
  #first: number | null = null
  /** Where the reader is. */
  #read = 0
  /** Where the stream ends; Infinity until the FIN says it. */
  #end = Infinity

  /** @param options.capacity how many bytes it may hold for its reader, and never more */
  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
    this.#ring = new Uint8Array(capacity)
  }

  /** A segment has arrived, in whatever order. The first one is the SYN. */
  segment({ seq, syn = false, fin = false, data = new Uint8Array() }: Segment): Acknowledgment {
    if (syn) this.#first ??= (seq + 1) >>> 0
    if (this.#first !== null) this.#take(this.#placeOf(syn ? seq + 1 : seq), data, fin)
    return this.#acknowledgment()
  }

  /** Up to n bytes, in order; none if there are none yet; null at the end of the stream. */
  read(n: number): Uint8Array | null {
    if (this.#read === this.#end) return null
    const to = Math.min(this.#read + n, this.#next)
    const bytes = new Uint8Array(to - this.#read)
    this.#eachPiece({ from: this.#read, to }, (place, at, length) =>
      bytes.set(this.#ring.subarray(at, at + length), place - this.#read),
    )
    this.#read = to
    if (this.#held[0]) this.#held[0].from = Math.max(this.#held[0].from, to)
    return bytes
  }

  /** The place up to which nothing is missing. */
  get #next(): number {
    const first = this.#held[0]
    return first && first.from <= this.#read ? first.to : this.#read
  }

  /** Numbers wrap; the difference of two that are near each other, as 32 signed bits, does not. RFC 9293, section 3.4. */
  #placeOf(seq: number): number {
    const next = this.#next
    return next + ((seq - this.#numberOf(next)) | 0)
  }

  #numberOf(place: number): number {
    return (this.#first! + place) >>> 0
  }

  #take(from: number, data: Uint8Array, fin: boolean): void {
    const to = from + data.length
    const end = this.#end
    fin &&= to >= this.#next // the stream has already been acknowledged beyond an earlier one
    // A FIN beyond the window has not been received: its place is not known to be the end.
    if (fin && this.#end === Infinity && to <= this.#read + this.#capacity) this.#end = to
    if (this.#end !== end) this.#dropBeyondEnd()
    const wanted = { from: Math.max(from, this.#next), to: Math.min(to, this.#read + this.#capacity, this.#end) }
    if (wanted.from >= wanted.to) return
    for (const gap of this.#gapsIn(wanted))
      this.#eachPiece(gap, (place, at, length) =>
        this.#ring.set(data.subarray(place - from, place - from + length), at),
      )
    this.#hold(wanted)
  }

  /** Drops bytes that came before the FIN and lie beyond it: they are no part of the stream. */
  #dropBeyondEnd(): void {
    this.#held = this.#held
      .filter(({ from }) => from < this.#end)
      .map(({ from, to }) => ({ from, to: Math.min(to, this.#end) }))
  }

  /** What is not there yet: bytes that came first stay. */
  #gapsIn({ from, to }: Range): Range[] {
    const gaps: Range[] = []
    for (const held of this.#held) {
      if (held.to <= from || held.from >= to) continue
      if (held.from > from) gaps.push({ from, to: held.from })
      from = held.to
    }
    if (from < to) gaps.push({ from, to })
    return gaps
  }

  /** One more range; those it touches become one with it. */
  #hold(range: Range): void {
    const before = this.#held.filter(({ to }) => to < range.from)
    const after = this.#held.filter(({ from }) => from > range.to)
    const touched = this.#held.slice(before.length, this.#held.length - after.length)
    const from = Math.min(range.from, ...touched.map((held) => held.from))
    const to = Math.max(range.to, ...touched.map((held) => held.to))
    this.#held = [...before, { from, to }, ...after]
  }

  /** A range in the ring is one piece, or two where it wraps. */
  #eachPiece({ from, to }: Range, visit: (place: number, at: number, length: number) => void): void {
    for (let place = from; place < to; ) {
      const at = place % this.#capacity
      const length = Math.min(to - place, this.#capacity - at)
      visit(place, at, length)
      place += length
    }
  }

  #acknowledgment(): Acknowledgment {
    const next = this.#next
    const window = this.#capacity - (next - this.#read)
    if (this.#first === null) return { ack: 0, window }
    return { ack: this.#numberOf(next + (next === this.#end ? 1 : 0)), window } // a FIN takes a number too
  }
}
