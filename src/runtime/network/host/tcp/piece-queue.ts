import { giveBackFrame, newLocalFrame } from '../../wire/index.ts'

const EMPTY = new Uint8Array(0)

/** Bytes in the pieces in which they came, none of them copied: what a segment carried stays where its frame lies until the program reads it. */
export class PieceQueue {
  readonly #pieces: Uint8Array[] = []
  /** Pieces at the front of the array that have been read, cut off now and then. */
  #first = 0
  #length = 0
  /** The head's beginning has been taken, and whoever took it may hold it still. */
  #isHeadCut = false

  get length(): number {
    return this.#length
  }

  push(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** Takes the first `max` or fewer bytes: a view of one piece, or a copy of several. */
  take(max: number): Uint8Array {
    const count = Math.min(max, this.#length)
    if (count === 0) return EMPTY
    this.#length -= count
    const head = this.#pieces[this.#first]!
    return head.length >= count ? this.#takeFromHead(head, count) : this.#gather(count)
  }

  /** A copy of the first `max` or fewer bytes, which stay. */
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
      // Mostly it is the only one.
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
