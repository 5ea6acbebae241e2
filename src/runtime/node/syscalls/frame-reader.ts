import { FrameError } from './frame.ts'
import { REPLY_HEADER } from './frame-layout.ts'

/**
 * Cuts what comes out of a pipe into frames. `room` is where the next read goes, `filled` says how much came, `next` takes a
 * frame if a whole one is there: a view into the buffer, valid until the next `room`.
 */
export class FrameReader {
  readonly #limit: number
  #bytes: Uint8Array
  #view: DataView
  #start = 0
  #end = 0

  constructor(limit: number, capacity = 1 << 17) {
    this.#limit = limit
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Whether bytes are there that `next` has not taken. */
  get holdsMore(): boolean {
    return this.#end > this.#start
  }

  room(): Uint8Array {
    if (this.#start > 0) {
      this.#bytes.copyWithin(0, this.#start, this.#end)
      this.#end -= this.#start
      this.#start = 0
    }
    const wanted = Math.max(this.#end >= 4 ? this.#view.getUint32(0) : 0, this.#end + 4096)
    if (wanted > this.#bytes.length) this.#grow(Math.min(wanted, this.#limit + 4096))
    return this.#bytes.subarray(this.#end)
  }

  filled(count: number): void {
    this.#end += count
  }

  /** Throws FrameError for a length that no frame has. */
  next(): Uint8Array | null {
    const have = this.#end - this.#start
    if (have < 4) return null
    const length = this.#view.getUint32(this.#start)
    if (length < REPLY_HEADER || length > this.#limit) throw new FrameError(`a frame of ${length} bytes`)
    if (have < length) return null
    const frame = this.#bytes.subarray(this.#start, this.#start + length)
    this.#start += length
    return frame
  }

  #grow(capacity: number): void {
    const bytes = new Uint8Array(Math.max(capacity, Math.min(this.#bytes.length * 2, this.#limit + 4096)))
    bytes.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
