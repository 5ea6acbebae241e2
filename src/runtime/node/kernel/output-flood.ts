import { describeSize } from './stdio.ts'

/** Fewest bytes that a piece counts as: small pieces cost the reader more than their bytes. */
const LEAST_PIECE = 64

/** Counts what a process writes to standard output and error together, kept or not. */
export class OutputFlood {
  readonly #most: number
  readonly #onFlood: (reason: string) => void
  #bytes = 0
  #pieces = 0

  /** `onFlood` is called with every piece beyond `most` bytes; the reason completes "the process …". */
  constructor(most: number, onFlood: (reason: string) => void) {
    this.#most = most
    this.#onFlood = onFlood
  }

  count(bytes: number): void {
    this.#bytes += bytes
    this.#pieces++
    const pieces = Math.floor(this.#most / LEAST_PIECE)
    if (this.#bytes <= this.#most && this.#pieces <= pieces) return
    const most = `more than ${describeSize(this.#most)}, or more than ${pieces} times`
    this.#onFlood(`wrote ${most}, to its standard output and error`)
  }
}
