/** One direction of a TCP stream put in order. */
import { concatenate } from '../../wire/index.ts'
import type { TcpPosition } from '../analysis/index.ts'

/** Bytes that came at last without a gap before them. */
export interface StreamPiece {
  /** Place of the first byte in the stream, from 0. */
  readonly start: number
  readonly bytes: Uint8Array
  readonly frame: number
}

/** Bytes beyond a gap that are kept; what is lost for good must not fill the memory. */
const MOST_WAITING = 4 * 2 ** 20

export class StreamAssembler {
  #next = 0
  #waiting: StreamPiece[] = []
  #waitingBytes = 0

  /** Behind the last byte without a gap. */
  get length(): number {
    return this.#next
  }

  /** Takes the data of a segment; what is now in order, repeated bytes left out. */
  add(start: number, bytes: Uint8Array, frame: number): StreamPiece[] {
    if (bytes.length === 0) return []
    if (start > this.#next) {
      if (this.#waitingBytes + bytes.length <= MOST_WAITING) {
        this.#waiting.push({ start, bytes, frame })
        this.#waitingBytes += bytes.length
      }
      return []
    }
    const ready = this.#take({ start, bytes, frame })
    if (this.#waiting.length > 0) ready.push(...this.#fill())
    return ready
  }

  /** What still waits behind gaps, in the order of the stream: the gaps are lost. */
  rest(): StreamPiece[] {
    const left: StreamPiece[] = []
    for (const piece of this.#waiting.toSorted((a, b) => a.start - b.start)) {
      this.#next = Math.max(this.#next, piece.start)
      left.push(...this.#take(piece))
    }
    this.#waiting = []
    this.#waitingBytes = 0
    return left
  }

  #take({ start, bytes, frame }: StreamPiece): StreamPiece[] {
    const fresh = bytes.subarray(this.#next - start)
    if (fresh.length === 0) return []
    const piece = { start: this.#next, bytes: fresh, frame }
    this.#next += fresh.length
    return [piece]
  }

  #fill(): StreamPiece[] {
    this.#waiting.sort((a, b) => a.start - b.start)
    const ready: StreamPiece[] = []
    let taken = 0
    for (; taken < this.#waiting.length && this.#waiting[taken]!.start <= this.#next; taken++) {
      this.#waitingBytes -= this.#waiting[taken]!.bytes.length
      ready.push(...this.#take(this.#waiting[taken]!))
    }
    this.#waiting.splice(0, taken)
    return ready
  }
}

/** A SYN takes number 0, so the first byte has number 1; what is far below wraps around to before it. */
export function dataStart({ sequence }: Pick<TcpPosition, 'sequence'>, flags: number, side: StreamAssembler): number {
  const first = sequence - 1 + (flags & 2 ? 1 : 0)
  return side.length + ((first - side.length) | 0)
}

/** A single part stays the view that it is. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : concatenate(parts)
}
