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
  readonly #early = new Map<number, { data: Uint8Array; fin: boolean }>()
  #ready: number[] = [] // in order, for the reader
  #next: number | null = null
  #isAtEnd = false

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  /** A segment has arrived, in whatever order. The first one is the SYN. */
  segment({ seq, syn = false, fin = false, data = new Uint8Array() }: Segment): Acknowledgment {
    if (syn) this.#next ??= (seq + 1) >>> 0
    else if (this.#next !== null && !this.#isAtEnd) this.#take(this.#next, seq, data, fin)
    return { ack: this.#next ?? 0, window: this.#capacity - this.#ready.length }
  }

  /** Up to n bytes, in order; none if there are none yet; null at the end of the stream. */
  read(n: number): Uint8Array | null {
    if (this.#isAtEnd && this.#ready.length === 0) return null
    return Uint8Array.from(this.#ready.splice(0, n))
  }

  #take(next: number, seq: number, data: Uint8Array, fin: boolean): void {
    const ahead = (seq - next) | 0
    const fresh = ahead < 0 ? data.subarray(Math.min(-ahead, data.length)) : data
    const room = this.#capacity - this.#ready.length - Math.max(ahead, 0)
    const kept = fresh.slice(0, Math.max(room, 0))
    const isWhole = kept.length === fresh.length && room >= 0
    const place = ahead < 0 ? next : seq
    if (!this.#early.has(place)) this.#early.set(place, { data: kept, fin: fin && isWhole })
    for (let found = this.#early.get(next); found && !this.#isAtEnd; found = this.#early.get(next)) {
      this.#early.delete(next)
      this.#ready.push(...found.data)
      this.#isAtEnd = found.fin
      next = (next + found.data.length + (found.fin ? 1 : 0)) >>> 0
    }
    this.#next = next
  }
}
