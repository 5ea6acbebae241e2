import { GatheredBytes } from './gathered-bytes.ts'
import type { StreamPiece } from './stream-assembler.ts'

/** Bytes of one direction that no message has taken yet, and the packets that brought them. */
export class MessageBytes {
  /** What is left of each packet's bytes. */
  readonly #parts: { frame: number; bytes: Uint8Array }[] = []
  readonly #bytes = new GatheredBytes()

  get length(): number {
    return this.#bytes.length
  }

  add({ frame, bytes }: StreamPiece): void {
    this.#parts.push({ frame, bytes })
    this.#bytes.add(bytes)
  }

  /** Returns all bytes; they will not change. */
  view(): Uint8Array {
    return this.#bytes.view()
  }

  /** Returns what is left, in pieces. */
  rest(): StreamPiece[] {
    return this.#parts.map((part) => ({ start: 0, ...part }))
  }

  /**
   * Removes the first `length` bytes and returns them with the packets that brought them: a view of the packet, if it is one
   * alone.
   */
  take(length: number): { bytes: Uint8Array; frames: number[] } {
    const frames: number[] = []
    const first = this.#parts[0]?.bytes ?? NO_BYTES
    const whole = this.#bytes.view()
    const bytes = (first.length >= length ? first : whole).subarray(0, length)
    let [used, left] = [0, length]
    while (left > 0) {
      const part = this.#parts[used]!
      if (frames.at(-1) !== part.frame) frames.push(part.frame)
      const taken = Math.min(left, part.bytes.length)
      left -= taken
      if (taken === part.bytes.length) used++
      else part.bytes = part.bytes.subarray(taken)
    }
    this.#parts.splice(0, used)
    this.#bytes.drop(length)
    return { bytes, frames }
  }
}

const NO_BYTES = new Uint8Array(0)
