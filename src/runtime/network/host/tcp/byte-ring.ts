import { giveRingMemory, takeRingMemory } from './ring-memory.ts'

const SMALLEST = 4096
const EMPTY = new Uint8Array(0)

/**
 * Bytes addressed by their offset from the first one held, in one circular array. It grows by doubling and is freed when the
 * last byte leaves, so an idle connection holds little memory.
 */
export class ByteRing {
  #bytes: Uint8Array = EMPTY
  #head = 0
  /** Bytes from the first one held to the end of the furthest one written. */
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Copies `bytes` to `offset`, which may lie beyond `length`: the gap is written later. */
  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length
    if (end > this.#bytes.length) this.#grow(end)
    const at = (this.#head + offset) & (this.#bytes.length - 1)
    const first = Math.min(bytes.length, this.#bytes.length - at)
    if (first === bytes.length) this.#bytes.set(bytes, at)
    else {
      this.#bytes.set(bytes.subarray(0, first), at)
      this.#bytes.set(bytes.subarray(first), 0)
    }
    if (end > this.#length) this.#length = end
  }

  /** A copy of `count` bytes from `offset`. */
  read(offset: number, count: number): Uint8Array {
    if (count === 0) return EMPTY
    const at = (this.#head + offset) & (this.#bytes.length - 1)
    const first = this.#bytes.length - at
    if (count <= first) return this.#bytes.slice(at, at + count)
    const copy = new Uint8Array(count)
    copy.set(this.#bytes.subarray(at))
    copy.set(this.#bytes.subarray(0, count - first), first)
    return copy
  }

  /** Returns the bytes without copying where they are contiguous; valid only until the ring changes. */
  view(offset: number, count: number): Uint8Array {
    const at = (this.#head + offset) & (this.#bytes.length - 1)
    return count <= this.#bytes.length - at ? this.#bytes.subarray(at, at + count) : this.read(offset, count)
  }

  /** Drops the first `count` bytes; offsets move down by `count`. */
  drop(count: number): void {
    this.#length = Math.max(0, this.#length - count)
    if (this.#length === 0) this.clear()
    else this.#head = (this.#head + count) & (this.#bytes.length - 1)
  }

  clear(): void {
    this.#length = 0
    this.#head = 0
    if (this.#bytes.length <= SMALLEST) return
    giveRingMemory(this.#bytes)
    this.#bytes = EMPTY
  }

  #grow(needed: number): void {
    let capacity = Math.max(SMALLEST, this.#bytes.length)
    while (capacity < needed) capacity *= 2
    const grown = takeRingMemory(capacity)
    const first = Math.min(this.#length, this.#bytes.length - this.#head)
    grown.set(this.#bytes.subarray(this.#head, this.#head + first))
    grown.set(this.#bytes.subarray(0, this.#length - first), first)
    if (this.#bytes.length > SMALLEST) giveRingMemory(this.#bytes)
    this.#bytes = grown
    this.#head = 0
  }
}
