import { type HpackCursor, readHpackInteger, readHpackText } from './hpack-primitives.ts'
import { HPACK_DEFAULT_TABLE_SIZE, type HpackHeader, HpackTable, hpackEntrySize } from './hpack-table.ts'
import { compressionError, Http2Error } from './http2-error.ts'

/** How a field is represented in a header block (RFC 7541 §6). */
export type HpackRepresentation = 'indexed' | 'incremental' | 'without indexing' | 'never indexed' | 'table size'

/** Position and form of a field of a header block, for dissection. */
export interface HpackPlace {
  readonly start: number
  readonly end: number
  readonly representation: HpackRepresentation
  /** Index of the field or its name; 0 for a literal name. */
  readonly index: number
  /** New size of the table, for `table size`; else null. */
  readonly tableSize: number | null
  /** For all but `table size`. */
  readonly header: HpackHeader | null
}

export interface HpackBlock {
  readonly headers: readonly HpackHeader[]
  /** Size of the whole list as SETTINGS_MAX_HEADER_LIST_SIZE counts it. */
  readonly size: number
  /** The list is larger than the limit, so that `headers` lacks fields. The decoder stays usable (RFC 9113 §10.5.1). */
  readonly isTooLarge: boolean
}

export interface HpackDecoderOptions {
  /** SETTINGS_HEADER_TABLE_SIZE of this side. */
  readonly maxTableSize?: number
  /** SETTINGS_MAX_HEADER_LIST_SIZE of this side. */
  readonly maxListSize?: number
  /**
   * Earlier blocks were not seen: a reference to what they added gives `HPACK_UNKNOWN`, not an error. For captures that begin
   * in the middle.
   */
  readonly isLate?: boolean
}

/** Stands for a text that an earlier block had: Wireshark's word. */
export const HPACK_UNKNOWN = '<unknown>'

const DEFAULT_LIST_SIZE = 65_536

/**
 * Decodes the header blocks of one direction of a connection, in order. After an error the table is unknown: the
 * connection must end (RFC 9113 §4.3). The memory is bounded by the table and the limit of the list.
 */
export class HpackDecoder {
  maxListSize: number
  readonly #table: HpackTable
  #maxTableSize: number
  /** The limit is below the table's size: the next block must begin with an update (RFC 7541 §4.2). */
  #mustShrink = false
  /** Entries of the table may be missing; they are the oldest. */
  #isLate: boolean

  constructor(options: HpackDecoderOptions = {}) {
    const { maxTableSize = HPACK_DEFAULT_TABLE_SIZE, maxListSize = DEFAULT_LIST_SIZE, isLate = false } = options
    this.#isLate = isLate
    this.#maxTableSize = maxTableSize
    this.#table = new HpackTable(maxTableSize)
    this.maxListSize = maxListSize
  }

  /** Bytes in the dynamic table. */
  get tableSize(): number {
    return this.#table.size
  }

  /** Number of entries in the dynamic table. */
  get tableCount(): number {
    return this.#table.count
  }

  /** Returns the entry of an index over both tables, from 1. */
  entry(index: number): readonly [name: string, value: string] | undefined {
    const entry = this.#table.at(index)
    return entry === undefined && this.#isLate && index > 0 ? [HPACK_UNKNOWN, HPACK_UNKNOWN] : entry
  }

  /** Sets the limit of the table, when the other side has acknowledged it. */
  setMaxTableSize(size: number): void {
    this.#maxTableSize = size
    this.#mustShrink = this.#table.maxSize > size
  }

  /** Decodes a whole block. `places` gets the position of each field and each change of the table's size. */
  decode(block: Uint8Array, places?: HpackPlace[]): HpackBlock | Http2Error {
    const cursor: HpackCursor = { bytes: block, at: 0 }
    const headers: HpackHeader[] = []
    let size = 0
    for (let mayResize = true; cursor.at < block.length; ) {
      const start = cursor.at
      const read = this.#read(cursor, mayResize)
      if (read instanceof Http2Error) return read
      places?.push({ start, end: cursor.at, ...read })
      if (read.header === null) continue
      mayResize = false
      size += hpackEntrySize(read.header.name, read.header.value)
      if (size <= this.maxListSize) headers.push(read.header)
    }
    return { headers, size, isTooLarge: size > this.maxListSize }
  }

  #read(cursor: HpackCursor, mayResize: boolean): Omit<HpackPlace, 'start' | 'end'> | Http2Error {
    const first = cursor.bytes[cursor.at]!
    if ((first & 0xe0) === 0x20) return this.#resize(cursor, mayResize)
    if (this.#mustShrink) return compressionError("the header block doesn't begin with the smaller size of the table")
    if (first >= 0x80) return this.#indexed(cursor)
    if (first >= 0x40) return this.#literal(cursor, 6, 'incremental')
    return this.#literal(cursor, 4, first >= 0x10 ? 'never indexed' : 'without indexing')
  }

  #indexed(cursor: HpackCursor): Omit<HpackPlace, 'start' | 'end'> | Http2Error {
    const index = readHpackInteger(cursor, 7)
    if (index instanceof Http2Error) return index
    const entry = this.entry(index)
    if (entry === undefined) return this.#noEntry(index)
    const header = { name: entry[0], value: entry[1] }
    return { representation: 'indexed', index, tableSize: null, header }
  }

  #literal(
    cursor: HpackCursor,
    bits: number,
    representation: HpackRepresentation,
  ): Omit<HpackPlace, 'start' | 'end'> | Http2Error {
    const index = readHpackInteger(cursor, bits)
    if (index instanceof Http2Error) return index
    const name = index === 0 ? readHpackText(cursor) : (this.entry(index)?.[0] ?? this.#noEntry(index))
    if (name instanceof Http2Error) return name
    const value = readHpackText(cursor)
    if (value instanceof Http2Error) return value
    if (representation === 'incremental') this.#table.add(name, value)
    const header = representation === 'never indexed' ? { name, value, neverIndexed: true } : { name, value }
    return { representation, index, tableSize: null, header }
  }

  #resize(cursor: HpackCursor, mayResize: boolean): Omit<HpackPlace, 'start' | 'end'> | Http2Error {
    const size = readHpackInteger(cursor, 5)
    if (size instanceof Http2Error) return size
    if (!mayResize) return compressionError('the size of the table changes after a field of the header block')
    if (size > this.#maxTableSize)
      return compressionError(`a table of ${size} bytes, at most ${this.#maxTableSize} allowed`)
    this.#table.resize(size)
    this.#mustShrink = false
    // An empty table lacks nothing.
    if (size === 0) this.#isLate = false
    return { representation: 'table size', index: 0, tableSize: size, header: null }
  }

  #noEntry(index: number): Http2Error {
    return compressionError(`index ${index} of a table with ${61 + this.#table.count} entries`)
  }
}
