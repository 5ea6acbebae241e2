/**
 * Bytes that arrive in pieces and are read as one array. Each is copied a bounded number of times, for any number of pieces
 * and reads.
 */
export class GatheredBytes {
  #memory = new Uint8Array(0)
  /** Bytes of `#memory` in use; later ones were never returned. */
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

  /** Returns all bytes; they will not change. A single piece is returned as its own view. */
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
      // Doubles the size, so that existing bytes rarely move.
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#filled))
      grown.set(this.#memory.subarray(0, this.#filled))
      this.#memory = grown
    }
    for (const piece of this.#pending) {
      this.#memory.set(piece, this.#filled)
      this.#filled += piece.length
    }
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.#memory = this.#memory.subarray(count)
    this.#filled -= count
    this.#length -= count
  }
}
