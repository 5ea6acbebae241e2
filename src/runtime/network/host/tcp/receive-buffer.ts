import type { SackBlock } from '../../wire/index.ts'
import { ByteRing } from './byte-ring.ts'
import { PieceQueue } from './piece-queue.ts'
import {
  type SequenceNumber,
  sequenceAdd,
  sequenceAfter,
  sequenceBefore,
  sequenceDistance,
  sequenceMax,
} from './sequence.ts'

/**
 * Received bytes: contiguous ones waiting for the program, and beyond `next` the islands that arrived out of order, each byte
 * already in its final place. Of bytes received twice, the first copy stays, as on Linux.
 */
export class ReceiveBuffer {
  readonly #contiguous = new PieceQueue()
  /** Bytes beyond `next`, by their distance from it. */
  readonly #beyond = new ByteRing()
  #read: SequenceNumber = 0
  #next: SequenceNumber = 0
  /** In ascending order, neither touching nor overlapping. */
  #islands: SackBlock[] = []
  /** Start of islands by last arrival, newest first: the order of SACK blocks (RFC 2018 4). */
  #recent: SackBlock[] = []

  startAt(sequence: SequenceNumber): void {
    this.#read = sequence
    this.#next = sequence
  }

  /** Sequence number of the first byte that the program has not read. */
  get start(): SequenceNumber {
    return this.#read
  }

  /** Sequence number of the first byte missing. */
  get next(): SequenceNumber {
    return this.#next
  }

  /** Contiguous bytes that the program has not read. */
  get unread(): number {
    return sequenceDistance(this.#next, this.#read)
  }

  get hasIslands(): boolean {
    return this.#islands.length > 0
  }

  /** End of the last byte that arrived out of order; null without any. */
  get islandsEnd(): SequenceNumber | null {
    return this.#islands.at(-1)?.right ?? null
  }

  /** Islands, newest arrival first (RFC 2018 4). */
  get islands(): readonly SackBlock[] {
    return this.#recent
  }

  /** Stores a segment's text, which lies inside the window. Returns how many bytes became contiguous. */
  insert(sequence: SequenceNumber, bytes: Uint8Array): number {
    const start = sequenceMax(sequence, this.#next)
    const end = sequenceAdd(sequence, bytes.length)
    if (!sequenceAfter(end, start)) return 0
    if (this.#islands.length === 0 && start === this.#next) {
      this.#contiguous.push(sequence === start ? bytes : bytes.subarray(sequenceDistance(start, sequence)))
      this.#next = end
      return sequenceDistance(end, start)
    }
    this.#fillGaps(sequence, bytes, start, end)
    this.#join({ left: start, right: end })
    return this.#advance()
  }

  /** Returns the first part of `start` to `end` that an island already holds; null without one. */
  heldWithin(start: SequenceNumber, end: SequenceNumber): SackBlock | null {
    for (const island of this.#islands) {
      if (!sequenceBefore(island.left, end)) return null
      if (!sequenceAfter(island.right, start)) continue
      return { left: sequenceMax(start, island.left), right: sequenceAfter(island.right, end) ? end : island.right }
    }
    return null
  }

  /** Takes up to `max` contiguous bytes. They may be a view of a frame: don't modify them. */
  read(max: number): Uint8Array {
    const bytes = this.#contiguous.take(max)
    this.#read = sequenceAdd(this.#read, bytes.length)
    return bytes
  }

  /** Copies up to `max` contiguous bytes without taking them. */
  peek(max: number): Uint8Array {
    return this.#contiguous.peek(max)
  }

  /** Drops what arrived out of order. */
  dropIslands(): void {
    this.#beyond.clear()
    this.#islands = []
    this.#recent = []
  }

  clear(): void {
    this.#contiguous.clear()
    this.#beyond.clear()
    this.#read = this.#next
    this.#islands = []
    this.#recent = []
  }

  #write(sequence: SequenceNumber, bytes: Uint8Array, start: SequenceNumber, end: SequenceNumber): void {
    const piece = bytes.subarray(sequenceDistance(start, sequence), sequenceDistance(end, sequence))
    this.#beyond.write(sequenceDistance(start, this.#next), piece)
  }

  #fillGaps(sequence: SequenceNumber, bytes: Uint8Array, start: SequenceNumber, end: SequenceNumber): void {
    let from = start
    for (const island of this.#islands) {
      if (!sequenceBefore(island.left, end)) break
      if (sequenceAfter(island.left, from)) this.#write(sequence, bytes, from, island.left)
      from = sequenceMax(from, island.right)
    }
    if (sequenceBefore(from, end)) this.#write(sequence, bytes, from, end)
  }

  #join(added: SackBlock): void {
    const apart = (other: SackBlock) =>
      sequenceBefore(other.right, added.left) || sequenceAfter(other.left, added.right)
    for (const other of this.#islands) {
      if (apart(other)) continue
      if (sequenceBefore(other.left, added.left)) added.left = other.left
      if (sequenceAfter(other.right, added.right)) added.right = other.right
    }
    this.#islands = this.#islands.filter(apart)
    this.#recent = [added, ...this.#recent.filter(apart)]
    const index = this.#islands.findIndex((other) => sequenceAfter(other.left, added.left))
    this.#islands.splice(index < 0 ? this.#islands.length : index, 0, added)
  }

  #advance(): number {
    const first = this.#islands[0]
    if (first === undefined || sequenceAfter(first.left, this.#next)) return 0
    const gained = sequenceDistance(first.right, this.#next)
    this.#contiguous.push(this.#beyond.read(0, gained))
    this.#beyond.drop(gained)
    this.#next = first.right
    this.#islands.shift()
    this.#recent = this.#recent.filter((island) => island !== first)
    return gained
  }
}
