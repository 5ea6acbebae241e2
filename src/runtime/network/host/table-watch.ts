import type { Nanoseconds } from '../clock.ts'
import type { NeighborRow, SocketRow } from './rows.ts'
import type { TcpStats } from './socket.ts'

/** Source of a row in a host's table of sockets. */
export interface SocketSource {
  /** Returns the current row, with fields only TCP has; null when there is none (any more). */
  tableRow(): SocketDetail | null
}

/** Row of the neighbor cache, and the time when it becomes stale by itself. */
export interface NeighborDetail {
  readonly row: NeighborRow
  readonly staleAt: Nanoseconds | null
}

export interface SocketDetail {
  readonly row: SocketRow
  readonly stats: TcpStats | null
}

/** Watcher of a host's tables, told which entries may have changed. It looks at them later, so that telling it costs next to nothing. */
export interface TableWatch {
  socketTouched(source: SocketSource): void
  /** Notes an entry of the neighbor cache, which describes it (`detail`). */
  neighborTouched(entry: object): void
  /** Notes a connection that a middlebox tracks, which describes it (`ConnectionDetail`). */
  connectionTouched(connection: object): void
  /** Notes any other change of the host: a frame came, a route was added, an interface went down. */
  hostTouched(): void
}
