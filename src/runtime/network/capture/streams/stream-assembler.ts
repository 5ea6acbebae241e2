/** Reassembly of one direction of a TCP stream. */
import { concatenate } from '../../bytes.ts'
import type { TcpPosition } from '../analysis/index.ts'

/** Bytes without a gap before them any more. */
export interface StreamPiece {
  /** Offset of the first byte in the stream, from 0. */
  readonly start: number
  readonly bytes: Uint8Array
  readonly frame: number
}

/** Limit on bytes kept beyond a gap, so that lost data can't fill the memory. */
const MOST_WAITING = 4 * 2 ** 20

export class StreamAssembler {
  #next = 0
  /** By offset, then by arrival; entries before `#first` were taken. */
  #waiting: StreamPiece[] = []
  #first = 0
  #waitingBytes = 0

  /** End of the data without a gap. */
  get length(): number {
    return this.#next
  }

  /** Adds the data of a segment; returns what is now in order, without repeated bytes. */
  add(start: number, bytes: Uint8Array, frame: number): StreamPiece[] {
    if (bytes.length === 0) return []
    const ready: StreamPiece[] = []
    if (start > this.#next) this.#wait({ start, bytes, frame })
    else {
      this.#take({ start, bytes, frame }, ready)
      this.#fill(ready)
    }
    return ready
  }

  /** Returns the data that still waits behind gaps, in stream order; the gaps count as lost. */
  rest(): StreamPiece[] {
    const left: StreamPiece[] = []
    for (const piece of this.#waiting.slice(this.#first)) {
      this.#next = Math.max(this.#next, piece.start)
      this.#take(piece, left)
    }
    this.#waiting = []
    this.#first = 0
    this.#waitingBytes = 0
    return left
  }

  #wait(piece: StreamPiece): void {
    if (this.#waitingBytes + piece.bytes.length > MOST_WAITING) return
    this.#waitingBytes += piece.bytes.length
    let [low, high] = [this.#first, this.#waiting.length]
    // Usually it is the last.
    if (high > low && this.#waiting[high - 1]!.start <= piece.start) low = high
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#waiting[middle]!.start <= piece.start) low = middle + 1
      else high = middle
    }
    this.#waiting.splice(low, 0, piece)
  }

  #take({ start, bytes, frame }: StreamPiece, ready: StreamPiece[]): void {
    const fresh = bytes.subarray(this.#next - start)
    if (fresh.length === 0) return
    ready.push({ start: this.#next, bytes: fresh, frame })
    this.#next += fresh.length
  }

  #fill(ready: StreamPiece[]): void {
    for (; this.#first < this.#waiting.length; this.#first++) {
      const piece = this.#waiting[this.#first]!
      if (piece.start > this.#next) break
      this.#waitingBytes -= piece.bytes.length
      this.#take(piece, ready)
    }
    if (this.#first * 2 < this.#waiting.length) return
    this.#waiting.splice(0, this.#first)
    this.#first = 0
  }
}

/** Returns the stream offset of a segment's data. A SYN has number 0, so the first byte has number 1; numbers far below wrap around to before it. */
export function dataStart({ sequence }: Pick<TcpPosition, 'sequence'>, flags: number, side: StreamAssembler): number {
  const first = sequence - 1 + (flags & 2 ? 1 : 0)
  return side.length + ((first - side.length) | 0)
}

/** Concatenates parts; a single part is returned as is. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : concatenate(parts)
}
