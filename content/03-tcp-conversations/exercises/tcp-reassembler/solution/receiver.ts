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

/** The receiving half of a TCP connection. */
export class Receiver {
  readonly #capacity: number
  /** The byte at place p of the stream lies at p modulo the capacity. */
  readonly #ring: Uint8Array
  /** 1 where a byte has come that was not read yet. No list of gaps: to look at one would cost more the more there are. */
  readonly #filled: Uint8Array
  /** The number of the first byte of the stream; null before the SYN. */
  #first: number | null = null
  /** Where the reader is, and the place up to which nothing is missing. */
  #read = 0
  #next = 0
  /** Where the stream ends; Infinity until the FIN says it. */
  #end = Infinity

  /** @param options.capacity how many bytes it may hold for its reader, and never more */
  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
    this.#ring = new Uint8Array(capacity)
    this.#filled = new Uint8Array(capacity)
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
    const bytes = new Uint8Array(Math.min(n, this.#next - this.#read))
    for (let i = 0; i < bytes.length; i++) {
      const at = (this.#read + i) % this.#capacity
      bytes[i] = this.#ring[at]!
      this.#filled[at] = 0
    }
    this.#read += bytes.length
    return bytes
  }

  /** Numbers wrap; the difference of two that are near each other, as 32 signed bits, does not. RFC 9293, section 3.4. */
  #placeOf(seq: number): number {
    return this.#next + ((seq - this.#numberOf(this.#next)) | 0)
  }

  #numberOf(place: number): number {
    return (this.#first! + place) >>> 0
  }

  #take(from: number, data: Uint8Array, fin: boolean): void {
    const limit = this.#read + this.#capacity
    const to = from + data.length
    // A FIN beyond the window has not been received, and one before #next is not where the stream ends.
    if (fin && this.#end === Infinity && to >= this.#next && to <= limit) this.#end = to
    const wanted = { from: Math.max(from, this.#next), to: Math.min(to, limit, this.#end) }
    for (let place = wanted.from; place < wanted.to; place++) this.#keep(place, data[place - from]!)
    const last = Math.min(limit, this.#end)
    while (this.#next < last && this.#filled[this.#next % this.#capacity]) this.#next++
  }

  /** Of two versions of a byte the first one stays. */
  #keep(place: number, byte: number): void {
    const at = place % this.#capacity
    if (this.#filled[at]) return
    this.#filled[at] = 1
    this.#ring[at] = byte
  }

  #acknowledgment(): Acknowledgment {
    const window = this.#capacity - (this.#next - this.#read)
    if (this.#first === null) return { ack: 0, window }
    return { ack: this.#numberOf(this.#next + (this.#next === this.#end ? 1 : 0)), window } // a FIN takes a number too
  }
}
