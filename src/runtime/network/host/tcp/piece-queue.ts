import { giveBackFrame, newLocalFrame } from '../../wire/index.ts'

const EMPTY = new Uint8Array(0)

/** Bytes in the pieces they arrived in, uncopied: a segment's payload stays in its frame until the program reads it. */
export class PieceQueue {
  readonly #pieces: Uint8Array[] = []
  /** Count of read pieces at the front of the array, cut off now and then. */
  #first = 0
  #length = 0
  /** The beginning of the head was taken, and its reader may still hold it. */
  #isHeadCut = false

  get length(): number {
    return this.#length
  }

  push(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** Takes up to `max` bytes from the front: a view of one piece, or a copy of several. */
  take(max: number): Uint8Array {
    const count = Math.min(max, this.#length)
    if (count === 0) return EMPTY
    this.#length -= count
    const head = this.#pieces[this.#first]!
    return head.length >= count ? this.#takeFromHead(head, count) : this.#gather(count)
  }

  /** Copies up to `max` bytes from the front without taking them. */
  peek(max: number): Uint8Array {
    const copy = new Uint8Array(Math.min(max, this.#length))
    for (let index = this.#first, at = 0; at < copy.length; index++) {
      const piece = this.#pieces[index]!.subarray(0, copy.length - at)
      copy.set(piece, at)
      at += piece.length
    }
    return copy
  }

  clear(): void {
    this.#pieces.length = 0
    this.#first = 0
    this.#length = 0
    this.#isHeadCut = false
  }

  #takeFromHead(head: Uint8Array, count: number): Uint8Array {
    if (head.length === count) {
      this.#dropHead()
      return head
    }
    this.#pieces[this.#first] = head.subarray(count)
    this.#isHeadCut = true
    return head.subarray(0, count)
  }

  #gather(count: number): Uint8Array {
    const gathered = newLocalFrame(count)
    for (let at = 0; at < count; ) {
      const head = this.#pieces[this.#first]!
      const wasCut = this.#isHeadCut
      const piece = this.#takeFromHead(head, Math.min(head.length, count - at))
      gathered.set(piece, at)
      at += piece.length
      if (piece === head && !wasCut) giveBackFrame(head)
    }
    return gathered
  }

  #dropHead(): void {
    this.#isHeadCut = false
    if (this.#pieces.length === 1) {
      // Usually there is only one.
      this.#pieces.pop()
      return
    }
    this.#first++
    if (this.#first === this.#pieces.length) {
      this.#pieces.length = 0
      this.#first = 0
    } else if (this.#first >= 64 && this.#first * 2 > this.#pieces.length) {
      this.#pieces.splice(0, this.#first)
      this.#first = 0
    }
  }
}
