/** Writes the blocks of a pcapng file consecutively into memory that grows with them. */
import { type Nanoseconds, WORLD_EPOCH_MS } from '../../clock.ts'

const WORD = 0x1_0000_0000
const EPOCH = BigInt(WORLD_EPOCH_MS) * 1_000_000n
const EPOCH_HIGH = Number(EPOCH >> 32n)
const EPOCH_LOW = Number(EPOCH & 0xffff_ffffn)

export interface BlockOption {
  readonly code: number
  readonly value: Uint8Array
}

export class BlockWriter {
  #bytes: Uint8Array
  #view: DataView
  #length = 0
  #blockStart = 0

  /** `memory`: initial buffer, used until more is needed. */
  constructor(memory: Uint8Array = new Uint8Array(65_536)) {
    this.#bytes = memory
    this.#view = new DataView(memory.buffer, memory.byteOffset, memory.length)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  /** Starts over at the beginning of its memory. */
  clear(): void {
    this.#length = 0
  }

  /** Returns the bytes written: the memory itself if `reserve` was given the exact size. */
  bytes(): Uint8Array {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length)
  }

  /** Reserves exactly this many more bytes: a large file is then written in place. */
  reserve(more: number): void {
    if (this.#length + more > this.#bytes.length) this.#moveTo(this.#length + more)
  }

  /** Starts a block; its length is filled in at the end. */
  begin(type: number): void {
    this.#blockStart = this.#length
    this.u32(type)
    this.u32(0)
  }

  /** Ends the block with its options; its length is after its type and again at its end. */
  end(options: readonly BlockOption[]): void {
    for (const { code, value } of options) {
      this.u32(code + value.length * 0x10000)
      this.padded(value)
    }
    if (options.length > 0) this.u32(0)
    const length = this.#length + 4 - this.#blockStart
    this.u32(length)
    this.#view.setUint32(this.#blockStart + 4, length, true)
  }

  u32(value: number): void {
    this.#require(4)
    this.#view.setUint32(this.#length, value, true)
    this.#length += 4
  }

  /** Writes bytes, and zeros up to the next multiple of 4. */
  padded(bytes: Uint8Array): void {
    const length = paddedLength(bytes)
    this.#require(length)
    this.#bytes.set(bytes, this.#length)
    this.#bytes.fill(0, this.#length + bytes.length, this.#length + length)
    this.#length += length
  }

  /**
   * Writes a time of a world in nanoseconds since 1970, in two words, the higher first in both byte orders; zeros for null.
   */
  time(at: Nanoseconds | null): void {
    this.#require(8)
    setTime(this.#view, this.#length, at)
    this.#length += 8
  }

  #require(more: number): void {
    const needed = this.#length + more
    if (needed > this.#bytes.length) this.#moveTo(Math.max(2 * this.#bytes.length, needed))
  }

  #moveTo(capacity: number): void {
    const larger = new Uint8Array(capacity)
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Returns the length of a whole block: `fixed` bytes of its body, then perhaps data, then options. */
export function blockLength(fixed: number, data: Uint8Array | null, options: readonly BlockOption[]): number {
  const body = fixed + (data === null ? 0 : paddedLength(data))
  return 12 + body + options.reduce((sum, { value }) => sum + 4 + paddedLength(value), options.length > 0 ? 4 : 0)
}

function paddedLength({ length }: Uint8Array): number {
  return (length + 3) & ~3
}

/** Returns a time as the value of an option. */
export function timeBytes(at: Nanoseconds | null): Uint8Array {
  const value = new Uint8Array(8)
  setTime(new DataView(value.buffer), 0, at)
  return value
}

/** Writes the sum with the epoch in two words, since it exceeds a safe integer. */
function setTime(view: DataView, offset: number, at: Nanoseconds | null): void {
  const low = at === null ? 0 : (at % WORD) + EPOCH_LOW
  const high = at === null ? 0 : Math.floor(at / WORD) + EPOCH_HIGH + (low >= WORD ? 1 : 0)
  view.setUint32(offset, high, true)
  view.setUint32(offset + 4, low % WORD, true)
}
