import { concatenate } from '../bytes.ts'
import { hpackInteger, hpackText } from './hpack-primitives.ts'
import {
  HPACK_DEFAULT_TABLE_SIZE,
  HPACK_STATIC_TABLE,
  type HpackHeader,
  HpackTable,
  hpackEntrySize,
} from './hpack-table.ts'

/** Names whose values rarely repeat: they would only push others out of the table. The list is nghttp2's. */
const RARELY_REPEATED = new Set(
  ':path age content-length etag if-modified-since if-none-match location set-cookie'.split(' '),
)
/** Cookies shorter than this can be guessed by their compressed length (RFC 7541 §7.1.3). */
const SHORT_COOKIE = 20

/** Static indices by name: the first, and those of each value. */
const STATIC = new Map<string, { first: number; values: Map<string, number> }>()
for (const [at, [name, value]] of HPACK_STATIC_TABLE.entries()) {
  const known = STATIC.get(name) ?? { first: at + 1, values: new Map() }
  known.values.set(value, at + 1)
  STATIC.set(name, known)
}

/**
 * Encodes the header blocks of one direction of a connection, in order. It chooses the representations that nghttp2, and so
 * Node, chooses: the same lists give the same bytes.
 */
export class HpackEncoder {
  readonly #table: HpackTable
  readonly #limit: number
  /** Smallest size since the last block, which the next one must announce (RFC 7541 §4.2); null without a change. */
  #smallest: number | null = null

  /** `limit`: most bytes of the table, whatever the other side allows. */
  constructor(limit: number = HPACK_DEFAULT_TABLE_SIZE) {
    this.#limit = limit
    this.#table = new HpackTable(Math.min(limit, HPACK_DEFAULT_TABLE_SIZE))
  }

  /** Bytes in the dynamic table. */
  get tableSize(): number {
    return this.#table.size
  }

  /** Applies the other side's SETTINGS_HEADER_TABLE_SIZE. */
  setMaxTableSize(size: number): void {
    const next = Math.min(size, this.#limit)
    this.#smallest = Math.min(this.#smallest ?? next, next)
    this.#table.resize(next)
  }

  /** Returns the block of a list. Throws RangeError for characters above 255. */
  encode(headers: readonly HpackHeader[]): Uint8Array {
    const parts: Uint8Array[] = []
    if (this.#smallest !== null) {
      const sizes = this.#smallest < this.#table.maxSize ? [this.#smallest, this.#table.maxSize] : [this.#table.maxSize]
      for (const size of sizes) parts.push(Uint8Array.from(hpackInteger(size, 5, 0x20)))
      this.#smallest = null
    }
    for (const header of headers) this.#encodeHeader(header, parts)
    return concatenate(parts)
  }

  #encodeHeader({ name, value, neverIndexed = false }: HpackHeader, parts: Uint8Array[]): void {
    const isSecret = neverIndexed || name === 'authorization' || (name === 'cookie' && value.length < SHORT_COOKIE)
    const { index, isWhole } = this.#find(name, isSecret ? null : value)
    if (isWhole) {
      parts.push(Uint8Array.from(hpackInteger(index, 7, 0x80)))
      return
    }
    const texts = index === 0 ? [hpackText(name), hpackText(value)] : [hpackText(value)]
    const isLarge = hpackEntrySize(name, value) > (this.#table.maxSize * 3) / 4
    const isAdded = !isSecret && !isLarge && !RARELY_REPEATED.has(name)
    const [bits, pattern] = isAdded ? [6, 0x40] : [4, isSecret ? 0x10 : 0]
    parts.push(Uint8Array.from(hpackInteger(index, bits, pattern)), ...texts)
    if (isAdded) this.#table.add(name, value)
  }

  /** Finds a field, or at least its name, static entries first; index 0 if neither is there. `value` null: only the name. */
  #find(name: string, value: string | null): { index: number; isWhole: boolean } {
    const known = STATIC.get(name)
    const whole = value === null ? undefined : known?.values.get(value)
    if (whole !== undefined) return { index: whole, isWhole: true }
    let index = known?.first ?? 0
    for (let dynamic = 1; dynamic <= this.#table.count; dynamic++) {
      const at = HPACK_STATIC_TABLE.length + dynamic
      const entry = this.#table.at(at)!
      if (entry[0] !== name) continue
      if (entry[1] === value) return { index: at, isWhole: true }
      if (index === 0) index = at
    }
    return { index, isWhole: false }
  }
}
