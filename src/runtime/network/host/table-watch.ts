import type { Nanoseconds } from '../clock.ts'
import type { NeighborRow, SocketRow } from './rows.ts'
import type { TcpStats } from './socket.ts'

/** Something that has a row in a host's table of sockets. */
export interface SocketSource {
  /** The row as it is now, with what only TCP knows; null when there is none (any more). */
  tableRow(): SocketDetail | null
}

/** A row of the neighbor cache, and when it becomes stale by itself. */
export interface NeighborDetail {
  readonly row: NeighborRow
  readonly staleAt: Nanoseconds | null
}

export interface SocketDetail {
  readonly row: SocketRow
  readonly stats: TcpStats | null
}

/** Is told what of a host's tables may be different now. It finds out by looking, later: telling it costs next to nothing. */
export interface TableWatch {
  socketTouched(source: SocketSource): void
  /** An entry of the neighbor cache, which describes it (`detail`). */
  neighborTouched(entry: object): void
  /** Something else of the host: a frame came, a route was added, an interface went down. */
  hostTouched(): void
}
