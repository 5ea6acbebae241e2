/** How much of a world's time to let pass next, in milliseconds. */
export interface Slices {
  next(): number | Promise<number>
}

/** Real time for one slice of a world's time: short enough to react soon to Ctrl+C and typed lines. */
const WANTED_MS = 20
const SHORTEST_MS = 1
const LONGEST_MS = 600_000

/**
 * How much of a world's time to let pass before the command looks around: as much as takes a moment of real time. What happens in
 * the world does not depend on it.
 */
export class Pace implements Slices {
  #slice = 10
  #before = performance.now()

  /** Milliseconds of the world's time. */
  next(): number {
    const now = performance.now()
    const took = now - this.#before
    this.#before = now
    if (took < WANTED_MS) this.#slice = Math.min(this.#slice * 2, LONGEST_MS)
    else if (took > 3 * WANTED_MS) this.#slice = Math.max(this.#slice / 2, SHORTEST_MS)
    return this.#slice
  }
}
