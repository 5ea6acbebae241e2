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


const PAGE = 512

/** A stretch of the stream, aligned, with a bit for each byte that is there. */
class Page {
  readonly bytes = new Uint8Array(PAGE)
  readonly #has = new Uint8Array(PAGE / 8)

  has(i: number): boolean {
    return (this.#has[i >> 3]! & (1 << (i & 7))) !== 0
  }

  put(i: number, byte: number) {
    if (this.has(i)) return // the first one stays
    this.#has[i >> 3]! |= 1 << (i & 7)
    this.bytes[i] = byte
  }

  /** The first byte from `i` on that isn't there. */
  gapFrom(i: number): number {
    while (i < PAGE) {
      if ((i & 7) === 0 && this.#has[i >> 3] === 0xff) i += 8
      else if (this.has(i)) i++
      else break
    }
    return i
  }
}

type Phase = 'listening' | 'open' | 'finished'

/** Keeps only the pages that something has arrived for, whatever the capacity. */
export class Receiver {
  readonly #capacity: number
  readonly #pages = new Map<number, Page>()
  #phase: Phase = 'listening'
  #base = 0
  #expected = 0
  #consumed = 0
  #end: number | null = null

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  segment({ seq, syn = false, fin = false, data = new Uint8Array(0) }: Segment): Acknowledgment {
    if (this.#phase === 'listening') {
      if (!syn) return { ack: 0, window: this.#capacity }
      this.#phase = 'open'
      this.#base = seq + 1
    }
    if (this.#phase === 'open') {
      const distance = (seq + (syn ? 1 : 0) - (this.#base + this.#expected)) | 0
      this.#store(this.#expected + distance, data, fin)
    }
    return {
      ack: (this.#base + this.#expected + (this.#phase === 'finished' ? 1 : 0)) >>> 0,
      window: this.#consumed + this.#capacity - this.#expected,
    }
  }

  #store(at: number, data: Uint8Array, fin: boolean) {
    const limit = this.#consumed + this.#capacity
    const finAt = at + data.length
    if (fin && this.#end === null && finAt >= this.#expected && finAt <= limit) this.#end = finAt

    const to = Math.min(finAt, this.#end ?? limit, limit)
    for (let p = Math.max(at, this.#expected); p < to; p++) {
      const number = Math.floor(p / PAGE)
      let page = this.#pages.get(number)
      if (!page) this.#pages.set(number, (page = new Page()))
      page.put(p % PAGE, data[p - at]!)
    }

    for (;;) {
      const page = this.#pages.get(Math.floor(this.#expected / PAGE))
      if (!page) break
      const gap = page.gapFrom(this.#expected % PAGE)
      this.#expected = Math.floor(this.#expected / PAGE) * PAGE + gap
      if (gap < PAGE) break
    }
    // What came before the FIN was known may lie beyond it.
    if (this.#end !== null && this.#expected >= this.#end) {
      this.#expected = this.#end
      this.#phase = 'finished'
    }
  }

  read(n: number): Uint8Array | null {
    const count = Math.min(n, this.#expected - this.#consumed)
    if (this.#phase === 'finished' && this.#consumed === this.#expected) return null
    const out = new Uint8Array(count)
    let done = 0
    while (done < count) {
      const number = Math.floor(this.#consumed / PAGE)
      const from = this.#consumed % PAGE
      const part = this.#pages.get(number)!.bytes.subarray(from, Math.min(PAGE, from + count - done))
      out.set(part, done)
      done += part.length
      this.#consumed += part.length
      if (this.#consumed % PAGE === 0) this.#pages.delete(number)
    }
    return out
  }
}
