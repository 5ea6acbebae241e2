/** Limit on stored pieces: beyond it, the older half is dropped. No stack retransmits data that old. */
const MOST_PIECES = 32_768

/** Packets that first carried each byte of one side's stream, as far back as stored. */
export class FirstCarriers {
  /** In the order of their numbers; starts never overlap. */
  readonly #pieces: { readonly start: number; readonly end: number; readonly frame: number }[] = []

  /** Number of stored pieces. */
  get length(): number {
    return this.#pieces.length
  }

  /** Returns the packet that first carried the byte, or null. */
  of(start: number): number | null {
    const piece = this.#pieces[this.#before(start)]
    return piece !== undefined && start < piece.end ? piece.frame : null
  }

  add(start: number, end: number, frame: number): void {
    if (end <= start) return
    const at = this.#before(start)
    const piece = this.#pieces[at]
    if (piece === undefined || piece.end <= start) this.#pieces.splice(at + 1, 0, { start, end, frame })
    if (this.#pieces.length > MOST_PIECES) this.#pieces.splice(0, MOST_PIECES / 2)
  }

  /** Returns the index of the last piece that starts at or before `start`; usually the very last. */
  #before(start: number): number {
    let [low, high] = [0, this.#pieces.length]
    if (high > 0 && this.#pieces[high - 1]!.start <= start) return high - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#pieces[middle]!.start <= start) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
