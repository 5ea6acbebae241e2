import { Errno } from '#network'
import type { FileBudget } from './budget.ts'
import { BLOCK_SIZE, FILE_SIZE_MAX } from './constants.ts'

const PAGE = 1 << 16
const SMALLEST = 64

/** The bytes of a regular file. */
export interface FileContent {
  readonly size: number
  /** Of 512 bytes, as st_blocks. */
  readonly blocks: number
  /** A copy of at most `length` bytes from `position` on; fewer at the end. */
  read(position: number, length: number): Uint8Array
}

/**
 * A file in memory, in pages: what was never written takes no memory and reads as zeroes, and a file that grows by appending is
 * not copied each time. Pages are charged to the budget as they are allocated.
 */
export class MemoryContent implements FileContent {
  readonly #budget: FileBudget
  readonly #pages = new Map<number, Uint8Array>()
  size = 0

  constructor(budget: FileBudget) {
    this.#budget = budget
  }

  get blocks(): number {
    let blocks = 0
    for (const [index, { length }] of this.#pages) {
      const used = Math.min(length, this.size - index * PAGE)
      if (used > 0) blocks += Math.ceil(used / BLOCK_SIZE) * (BLOCK_SIZE / 512)
    }
    return blocks
  }

  read(position: number, length: number): Uint8Array {
    const count = Math.max(0, Math.min(length, this.size - position))
    const bytes = new Uint8Array(count)
    for (let done = 0; done < count; ) {
      const { index, offset } = placeOf(position + done)
      const piece = Math.min(count - done, PAGE - offset)
      const page = this.#pages.get(index)
      if (page !== undefined) bytes.set(page.subarray(offset, offset + piece), done)
      done += piece
    }
    return bytes
  }

  /** Bytes written, which are fewer than given when the memory ends in between; -ENOSPC or -EFBIG when none are. */
  write(position: number, bytes: Uint8Array): number {
    const room = FILE_SIZE_MAX - position
    if (room <= 0 && bytes.length > 0) return -Errno.EFBIG
    const count = Math.min(bytes.length, room)
    let done = 0
    while (done < count) {
      const { index, offset } = placeOf(position + done)
      const piece = Math.min(count - done, PAGE - offset)
      const page = this.#page(index, offset + piece)
      if (page === null) return done > 0 ? done : -Errno.ENOSPC
      page.set(bytes.subarray(done, done + piece), offset)
      done += piece
      this.size = Math.max(this.size, position + done)
    }
    return done
  }

  /** Cuts the file, or lets it end in a hole. */
  resize(size: number): number {
    if (size > FILE_SIZE_MAX) return -Errno.EFBIG
    for (const [index, page] of this.#pages) {
      const kept = size - index * PAGE
      if (kept <= 0) {
        this.#pages.delete(index)
        this.#budget.give(page.length)
      } else if (kept < page.length) page.fill(0, kept)
    }
    this.size = size
    return 0
  }

  /** Gives all memory back. */
  free(): void {
    this.resize(0)
  }

  /** The page, with room up to `end`; null when the budget has none. */
  #page(index: number, end: number): Uint8Array | null {
    const page = this.#pages.get(index)
    if (page !== undefined && page.length >= end) return page
    const has = page?.length ?? 0
    let capacity = Math.max(SMALLEST, has)
    while (capacity < end) capacity *= 2
    if (this.#budget.take(capacity - has) < 0) return null
    const larger = new Uint8Array(capacity)
    if (page !== undefined) larger.set(page)
    this.#pages.set(index, larger)
    return larger
  }
}

/** A file of proc(5): made when it is read, of no size beforehand. */
export class ShownText implements FileContent {
  readonly size = 0
  readonly blocks = 0
  readonly #text: () => string

  constructor(text: () => string) {
    this.#text = text
  }

  read(position: number, length: number): Uint8Array {
    return new TextEncoder().encode(this.#text()).slice(position, position + length)
  }
}

function placeOf(position: number): { index: number; offset: number } {
  return { index: Math.floor(position / PAGE), offset: position % PAGE }
}
