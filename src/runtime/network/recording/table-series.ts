/** Series over time from the tables of a recording, for plots. */
import { type Series, type SeriesUnit, SeriesWriter } from '../capture/index.ts'
import type { Recording } from './recording.ts'
import { columnNames, type TableName } from './table.ts'
import { type ReadRow, readChanges } from './table-reader.ts'

/** Columns of the socket table that can be plotted, and their units. */
const SOCKET_UNITS = {
  congestionWindow: 'segments',
  slowStartThreshold: 'segments',
  inFlight: 'bytes',
  unsent: 'bytes',
  smoothedRtt: 'nanoseconds',
  rttVariation: 'nanoseconds',
  retransmissionTimeout: 'nanoseconds',
  sendWindow: 'bytes',
  receiveWindow: 'bytes',
  recvQ: 'bytes',
  sendQ: 'bytes',
} as const satisfies Record<string, SeriesUnit>
const QUEUE_UNITS = { frames: 'frames', bytes: 'bytes', dropped: 'frames' } as const satisfies Record<
  string,
  SeriesUnit
>

export type SocketSeries = Readonly<Record<keyof typeof SOCKET_UNITS, Series>>
export type QueueSeries = Readonly<Record<keyof typeof QUEUE_UNITS, Series>>

/**
 * Series of a socket; each value lasts until the next. `inode`, as in the socket table, selects one of `node`'s
 * sockets. Unknown values, such as the slow start threshold before the first loss, have no point. In dense traffic a
 * recording samples every other millisecond.
 */
export function socketSeries(recording: Recording, node: string, inode: number): SocketSeries {
  const [nodeAt, inodeAt] = [place('sockets', 'node'), place('sockets', 'inode')]
  return readSeries(
    recording,
    'sockets',
    SOCKET_UNITS,
    ({ values }) => values[nodeAt] === node && values[inodeAt] === inode,
  )
}

/** Frames waiting at one end of a link (`client:eth0`) over time, and frames dropped. */
export function queueSeries(recording: Recording, from: string): QueueSeries {
  const fromAt = place('queues', 'from')
  return readSeries(recording, 'queues', QUEUE_UNITS, ({ values }) => values[fromAt] === from)
}

function readSeries<Column extends string>(
  recording: Recording,
  table: TableName,
  units: Readonly<Record<Column, SeriesUnit>>,
  matches: (row: ReadRow) => boolean,
): Record<Column, Series> {
  const columns = (Object.keys(units) as Column[]).map((name) => ({
    name,
    at: place(table, name),
    series: new SeriesWriter(units[name]),
  }))
  for (const { at: start, pieces } of recording.segments) {
    readChanges(start, pieces, (at, row) => {
      if (row.table !== table || !matches(row)) return
      for (const column of columns) {
        const value = row.values[column.at]
        if (typeof value === 'number') column.series.set(at, value)
      }
    })
  }
  return Object.fromEntries(columns.map(({ name, series }) => [name, series])) as Record<Column, SeriesWriter>
}

function place(table: TableName, column: string): number {
  return columnNames(table).indexOf(column)
}
