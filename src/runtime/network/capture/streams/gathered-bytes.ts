/** Bytes that come in pieces and are looked at as one. Each is copied a bounded number of times, however many pieces there are and however often one looks. */
export class GatheredBytes {
  #memory = new Uint8Array(0)
  /** Bytes of `#memory` that are in use; those behind them nobody has seen. */
  #filled = 0
  #pending: Uint8Array[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  add(bytes: Uint8Array): void {
    this.#pending.push(bytes)
    this.#length += bytes.length
  }

  /** All of them, as they will stay; a single piece is the view that it is. */
  view(): Uint8Array {
    const [first] = this.#pending
    if (this.#filled === 0 && this.#pending.length === 1) {
      this.#memory = first as Uint8Array<ArrayBuffer>
      this.#filled = first!.length
    } else if (first !== undefined) this.#gather()
    this.#pending = []
    return this.#memory.subarray(0, this.#filled)
  }

  #gather(): void {
    if (this.#length > this.#memory.length) {
      // Twice as much as there was, so that what is there is seldom moved.
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#filled))
      grown.set(this.#memory.subarray(0, this.#filled))
      this.#memory = grown
    }
    for (const piece of this.#pending) {
      this.#memory.set(piece, this.#filled)
      this.#filled += piece.length
    }
  }

  /** Leaves out the first so many, which were looked at. */
  drop(count: number): void {
    this.#memory = this.#memory.subarray(count)
    this.#filled -= count
    this.#length -= count
  }
}
