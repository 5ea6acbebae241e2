import type { Nanoseconds } from '../clock.ts'
import { ByteWriter } from './byte-writer.ts'
import { columnKinds, TABLE_NAMES, type TableName } from './table.ts'

/** Entries of a segment after its start; each begins with its number. */
export const Entry = { TIME: 0, ROW: 1, GONE: 2, NEW_ROW: 3 } as const
/** Encoding of a text: null, new in this segment, or from here on the number of a known one. */
export const TextReference = { NULL: 0, NEW: 1, KNOWN: 2 } as const

/** A new segment begins when the last one has this many bytes, and twice those of its keyframe. */
const SEGMENT_BYTES = 16_384

/** A tracked row. Its values: a number, −1 for null; for a text, its number in the log. */
export interface LoggedRow {
  readonly id: number
  readonly table: TableName
  readonly values: Float64Array
  /** Bits of the columns that hold texts. */
  readonly texts: number
  /** Segment in which it was last written: a new one needs it again. */
  segment: number
}

/** A part of the log. A keyframe begins a segment, which can be read without those before it. */
export interface TablePiece {
  /** Time of its first change; for a keyframe, the time of its state. */
  readonly at: Nanoseconds
  readonly isKeyframe: boolean
  readonly bytes: Uint8Array
}

/**
 * Writes table changes compactly: a bit for each changed column, and the difference. Now and then a keyframe repeats
 * all rows, so that reading a moment does not start at the beginning. Work and bytes are proportional to the changes.
 */
export class TableLog {
  readonly #rows = new Set<LoggedRow>()
  readonly #texts = new Map<string, number>()
  /** By a text's number: its number in the segment, and the segment. */
  readonly #inSegment: { segment: number; number: number }[] = []
  readonly #names: string[] = []
  readonly #writer = new ByteWriter()
  readonly #pieces: TablePiece[] = []
  #segment = -1
  #textsInSegment = 0
  #ids = 0
  #time: Nanoseconds = 0
  #segmentBytes = 0
  #keyframeBytes = 0
  #pieceAt: Nanoseconds = 0
  #isKeyframe = false

  /** A row about to be written by `set`. */
  add(table: TableName): LoggedRow {
    const kinds = columnKinds(table)
    const texts = kinds.reduce((bits, kind, i) => (kind.startsWith('text') ? bits | (1 << i) : bits), 0)
    const row = { id: this.#ids++, table, values: new Float64Array(kinds.length), texts, segment: -1 }
    this.#rows.add(row)
    return row
  }

  /** Number of a text in the log; −1 for null. */
  text(text: string | null | undefined): number {
    if (text === null || text === undefined) return -1
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const number = this.#names.length
    this.#texts.set(text, number)
    this.#names.push(text)
    this.#inSegment.push({ segment: -1, number: -1 })
    return number
  }

  /** Writes the row's values from `at` on. Unchanged ones cost nothing. */
  set(at: Nanoseconds, row: LoggedRow, values: ArrayLike<number>): void {
    const before = row.values
    let changed = row.segment === -1 ? (1 << before.length) - 1 : 0
    for (let i = 0; i < before.length; i++) if (before[i] !== values[i]) changed |= 1 << i
    if (changed === 0) return
    this.#begin(at)
    this.#row(row, changed, values)
  }

  /** Removes the row. */
  remove(at: Nanoseconds, row: LoggedRow): void {
    this.#rows.delete(row)
    if (row.segment === -1) return
    this.#begin(at)
    if (row.segment !== this.#segment) return
    this.#writer.number(Entry.GONE)
    this.#writer.number(row.id)
  }

  /** Returns what was written since the last call. */
  take(): TablePiece[] {
    this.#endPiece()
    return this.#pieces.splice(0)
  }

  #begin(at: Nanoseconds): void {
    const size = this.#segmentBytes + this.#writer.length
    if (this.#segment < 0 || size > Math.max(SEGMENT_BYTES, 2 * this.#keyframeBytes)) this.#beginSegment(at)
    if (this.#writer.length === 0) this.#pieceAt = at
    if (at === this.#time) return
    this.#writer.number(Entry.TIME)
    this.#writer.number(at - this.#time)
    this.#time = at
  }

  /** Writes all rows as they were just before this moment; the change itself follows. */
  #beginSegment(at: Nanoseconds): void {
    this.#endPiece()
    this.#segment++
    this.#textsInSegment = 0
    this.#isKeyframe = true
    this.#pieceAt = at
    this.#time = at
    for (const row of this.#rows) if (row.segment !== -1) this.#row(row, (1 << row.values.length) - 1, row.values)
    this.#keyframeBytes = this.#writer.length
    this.#segmentBytes = 0
  }

  #row(row: LoggedRow, changed: number, values: ArrayLike<number>): void {
    const writer = this.#writer
    const isNew = row.segment !== this.#segment
    writer.number(isNew ? Entry.NEW_ROW : Entry.ROW)
    writer.number(row.id)
    if (isNew) writer.number(TABLE_NAMES.indexOf(row.table))
    const bits = isNew ? (1 << row.values.length) - 1 : changed
    if (!isNew) writer.number(bits)
    for (let i = 0; i < row.values.length; i++) {
      if ((bits & (1 << i)) === 0) continue
      const value = values[i]!
      if (row.texts & (1 << i)) this.#text(value)
      else writer.signed(isNew ? value : value - row.values[i]!)
      row.values[i] = value
    }
    row.segment = this.#segment
  }

  #text(number: number): void {
    if (number < 0) {
      this.#writer.number(TextReference.NULL)
      return
    }
    const place = this.#inSegment[number]!
    if (place.segment === this.#segment) {
      this.#writer.number(TextReference.KNOWN + place.number)
      return
    }
    place.segment = this.#segment
    place.number = this.#textsInSegment++
    this.#writer.number(TextReference.NEW)
    this.#writer.text(this.#names[number]!)
  }

  #endPiece(): void {
    if (this.#writer.length === 0 && !this.#isKeyframe) return
    this.#pieces.push({ at: this.#pieceAt, isKeyframe: this.#isKeyframe, bytes: this.#writer.slice(0) })
    this.#segmentBytes += this.#writer.length
    this.#isKeyframe = false
    this.#writer.clear()
  }
}
