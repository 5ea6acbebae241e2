export interface Segment {
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}
export interface Acknowledgment {
  ack: number
  window: number
}

export class Receiver {
  readonly #capacity: number
  #next = 0
  #queue: Uint8Array[] = [] // in order
  #queued = 0
  #early: { at: number; byte: Map<number, number> } = { at: 0, byte: new Map() }
  #started = false
  #closed = false

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  segment(s: Segment): Acknowledgment {
    const data = s.data ?? new Uint8Array()
    if (s.syn && !this.#started) {
      this.#started = true
      this.#next = (s.seq + 1) >>> 0
    }
    if (!this.#closed) {
      const seq = s.syn ? s.seq + 1 : s.seq
      const room = this.#capacity - this.#queued
      for (let i = 0; i < data.length; i++) {
        const distance = (seq + i - this.#next) | 0
        if (distance < 0 || distance >= room) continue
        const key = (seq + i) >>> 0
        if (!this.#early.byte.has(key)) this.#early.byte.set(key, data[i]!)
      }
      const run: number[] = []
      while (this.#early.byte.has(this.#next)) {
        run.push(this.#early.byte.get(this.#next)!)
        this.#early.byte.delete(this.#next)
        this.#next = (this.#next + 1) >>> 0
      }
      if (run.length) {
        this.#queue.push(Uint8Array.from(run))
        this.#queued += run.length
      }
      if (s.fin) {
        this.#closed = true
        this.#next = (this.#next + 1) >>> 0
      }
    }
    return { ack: this.#next, window: this.#capacity - this.#queued - this.#early.byte.size }
  }

  read(n: number): Uint8Array | null {
    if (this.#queued === 0) return this.#closed ? null : new Uint8Array()
    const all = Buffer.concat(this.#queue)
    const out = Uint8Array.from(all.subarray(0, n))
    const rest = all.subarray(n)
    this.#queue = rest.length ? [rest] : []
    this.#queued = rest.length
    return out
  }
}
