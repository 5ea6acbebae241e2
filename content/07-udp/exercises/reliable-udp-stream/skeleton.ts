import { params } from './params.ts'

const [OPEN, DATA, END] = [1, 2, 3]

/** What the receiver knows of its stream, with three places left open. */
export class Incoming {
  readonly #early = new Map<number, { type: number; body: Buffer }>()
  readonly #pieces: Buffer[] = []
  #next: number // lowest number that hasn't arrived
  isWhole = false

  constructor(open: number) {
    this.#next = (open + 1) >>> 0
  }

  /** Takes an OPEN, DATA or END of this stream. Returns number and bitmap of its ACK, or null if it gets none. */
  take(type: number, number: number, body: Buffer): { number: number; bitmap: Buffer } | null {
    const distance = (number - this.#next) | 0 // negative: it's here already
    if (distance >= params.window) return null
    if (distance >= 0 && type !== OPEN) this.#early.set(number, { type, body })
    for (let first = this.#early.get(this.#next); first; first = this.#early.get(this.#next)) {
      this.#early.delete(this.#next)
      // … what is the next number now, and what does 0xffffffff become?
      if (first.type === DATA) this.#pieces.push(first.body)
      if (first.type === END) this.isWhole = true
    }
    const bitmap = Buffer.alloc(4) // … one bit for each number in #early
    return { number: this.#next, bitmap }
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces)
  }
  // … and who calls `take`: for which id, address and port, and for how long after `isWhole`?
}
