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


export class Receiver {
  readonly #capacity: number
  #started = false
  #next = 0 // the number of the next byte
  #readable: number[] = []
  #later = new Map<number, number>() // number -> byte
  #finSeq: number | undefined
  #finished = false

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  segment(segment: Segment): Acknowledgment {
    let seq = segment.seq
    if (segment.syn) {
      seq++
      if (!this.#started) this.#next = seq
      this.#started = true
    }
    const data = segment.data ?? new Uint8Array(0)
    const beyond = this.#next + this.#capacity - this.#readable.length

    if (!this.#finished) {
      const end = seq + data.length
      if (segment.fin && end >= this.#next && end <= beyond) {
        this.#finSeq ??= end
        for (const number of [...this.#later.keys()]) if (number >= this.#finSeq) this.#later.delete(number)
      }
      const stop = Math.min(beyond, this.#finSeq ?? Infinity)
      data.forEach((byte, i) => {
        const number = seq + i
        if (number < this.#next || number >= stop) return
        if (!this.#later.has(number)) this.#later.set(number, byte)
      })
      for (let byte; (byte = this.#later.get(this.#next)) !== undefined; ) {
        this.#later.delete(this.#next)
        this.#readable.push(byte)
        this.#next++
      }
      if (this.#next === this.#finSeq) {
        this.#finished = true
        this.#next++
      }
    }
    return { ack: this.#next % 4294967296, window: this.#capacity - this.#readable.length }
  }

  read(n: number): Uint8Array | null {
    if (this.#readable.length === 0 && this.#finished) return null
    return Uint8Array.from(this.#readable.splice(0, n))
  }
}
