import type { Nanoseconds } from '../clock.ts'
import { ByteReader } from './byte-reader.ts'
import { columnKinds, columnNames, TABLE_NAMES, type TableName, type TableRow } from './table.ts'
import { Entry, TextReference } from './table-log.ts'

/** A row while it is read: its table and its current column values. */
export interface ReadRow {
  readonly table: TableName
  readonly values: (number | string | null)[]
}

/** All tables at one moment. */
export class TableState {
  readonly at: Nanoseconds
  readonly #rows: readonly ReadRow[]

  constructor(at: Nanoseconds, rows: readonly ReadRow[]) {
    this.at = at
    this.#rows = rows
  }

  /** Rows of a table in creation order; `node`: only those of this node. */
  rows<Name extends TableName>(table: Name, node?: string): TableRow<Name>[] {
    const names = columnNames(table)
    const found: TableRow<Name>[] = []
    for (const { table: of, values } of this.#rows) {
      if (of !== table || (node !== undefined && values[0] !== node)) continue
      found.push(Object.fromEntries(names.map((name, i) => [name, values[i]])) as TableRow<Name>)
    }
    return found
  }
}

/** Reads a segment from its keyframe up to and including `until`. Throws RangeError for damaged bytes. */
export function readSegment(start: Nanoseconds, pieces: readonly Uint8Array[], until: Nanoseconds): TableState {
  const reading = new SegmentReading(start)
  for (const bytes of pieces) if (!reading.read(new ByteReader(bytes), until)) break
  return new TableState(until, [...reading.rows.values()])
}

/**
 * Reads a whole segment and reports each row at its start and after every change. Throws RangeError for damaged bytes.
 */
export function readChanges(
  start: Nanoseconds,
  pieces: readonly Uint8Array[],
  onRow: (at: Nanoseconds, row: ReadRow) => void,
): void {
  const reading = new SegmentReading(start, onRow)
  for (const bytes of pieces) reading.read(new ByteReader(bytes), Number.POSITIVE_INFINITY)
}

class SegmentReading {
  readonly rows = new Map<number, ReadRow>()
  readonly #texts: string[] = []
  readonly #onRow: ((at: Nanoseconds, row: ReadRow) => void) | null
  #time: Nanoseconds

  constructor(start: Nanoseconds, onRow: ((at: Nanoseconds, row: ReadRow) => void) | null = null) {
    this.#time = start
    this.#onRow = onRow
  }

  /** Returns false once the time is over. */
  read(reader: ByteReader, until: Nanoseconds): boolean {
    while (!reader.isAtEnd) {
      const entry = reader.number()
      if (entry === Entry.TIME) {
        this.#time += reader.number()
        if (this.#time > until) return false
      } else if (entry === Entry.GONE) this.rows.delete(reader.number())
      else if (entry === Entry.NEW_ROW) this.#newRow(reader)
      else if (entry === Entry.ROW) this.#change(reader)
      else throw new RangeError(`A recording is damaged: there is no entry ${entry}`)
    }
    return true
  }

  #newRow(reader: ByteReader): void {
    const id = reader.number()
    const table = TABLE_NAMES[reader.number()]
    if (table === undefined) throw new RangeError('A recording is damaged: there is no such table')
    const values = columnKinds(table).map((kind) => {
      if (kind.startsWith('text')) return this.#text(reader)
      const value = reader.signed()
      return value < 0 ? null : value
    })
    const row = { table, values }
    this.rows.set(id, row)
    this.#onRow?.(this.#time, row)
  }

  #change(reader: ByteReader): void {
    const row = this.rows.get(reader.number())
    if (row === undefined) throw new RangeError('A recording is damaged: a row changes that is not there')
    const { table, values } = row
    const kinds = columnKinds(table)
    const bits = reader.number()
    for (let i = 0; i < kinds.length; i++) {
      if ((bits & (1 << i)) === 0) continue
      if (kinds[i]!.startsWith('text')) values[i] = this.#text(reader)
      else {
        const value = ((values[i] as number | null) ?? -1) + reader.signed()
        values[i] = value < 0 ? null : value
      }
    }
    this.#onRow?.(this.#time, row)
  }

  #text(reader: ByteReader): string | null {
    const reference = reader.number()
    if (reference === TextReference.NULL) return null
    if (reference === TextReference.NEW) {
      const text = reader.text()
      this.#texts.push(text)
      return text
    }
    return this.#texts[reference - TextReference.KNOWN] ?? null
  }
}
