import type { PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import type { TableName, TableRow } from './table.ts'
import type { TableState } from './table-reader.ts'

/** A packet on a link. */
export interface Flight {
  readonly packet: PacketRecord
  /**
   * Share of its travel time that has passed, from 0 to 1; null while its arrival is unknown (it is held, or the
   * recording ends before).
   */
  readonly progress: number | null
}

interface MomentParts {
  readonly at: Nanoseconds
  readonly sent: number
  readonly underWay: () => PacketRecord[]
  readonly tables: () => TableState
  readonly outputs: () => RecordedOutput[]
  readonly processes: () => RecordedProcess[]
}

/** Aging time of addresses in bridges (as in `link/switch.ts`). */
const SWITCH_AGEING: Nanoseconds = 300_000_000_000

/** A world at one moment of its recording. Data is looked up on request. */
export class RecordedMoment {
  readonly at: Nanoseconds
  /** Number of packets sent by then, which is also the number of the latest. */
  readonly sent: number
  readonly #parts: MomentParts
  #tables: TableState | null = null

  constructor(parts: MomentParts) {
    this.at = parts.at
    this.sent = parts.sent
    this.#parts = parts
  }

  /** The packets on the links. */
  flights(): Flight[] {
    return this.#parts.underWay().map((packet) => {
      const { at, arrives } = packet
      return { packet, progress: arrives === null ? null : (this.at - at) / (arrives - at) }
    })
  }

  /** Rows of a table in creation order; `node`: only those of this node. */
  rows<Name extends TableName>(table: Name, node?: string): TableRow<Name>[] {
    this.#tables ??= this.#parts.tables()
    const rows = this.#tables.rows(table, node)
    if (table === 'neighbors')
      return (rows as TableRow<'neighbors'>[]).map((row) => this.#aged(row)) as TableRow<Name>[]
    if (table === 'connections')
      return (rows as TableRow<'connections'>[]).filter(({ expiresAt }) => expiresAt > this.at) as TableRow<Name>[]
    if (table !== 'switches') return rows
    return (rows as TableRow<'switches'>[]).filter(({ seen }) => this.at - seen < SWITCH_AGEING) as TableRow<Name>[]
  }

  /** Output of a process so far, piece by piece. */
  output(pid: number): RecordedOutput[] {
    return this.#parts.outputs().filter((output) => output.pid === pid)
  }

  /** Latest known state of each process. */
  processes(): RecordedProcess[] {
    return [...new Map(this.#parts.processes().map((process) => [process.pid, process])).values()]
  }

  /** No event marks a neighbor as stale: it only has been silent for too long. */
  #aged(row: TableRow<'neighbors'>): TableRow<'neighbors'> {
    const isStale = row.state === 'REACHABLE' && row.staleAt !== null && row.staleAt <= this.at
    return isStale ? { ...row, state: 'STALE' } : row
  }
}

/** Output of a program, reported by its runner. */
export interface RecordedOutput {
  readonly at: Nanoseconds
  readonly pid: number
  readonly stream: 'stdout' | 'stderr'
  readonly bytes: Uint8Array
}

/** Start or end of a program. */
export interface RecordedProcess {
  readonly at: Nanoseconds
  readonly pid: number
  readonly host: string
  readonly name: string
  readonly args?: readonly string[]
  readonly state: 'started' | 'exited'
  readonly exit?: { code: number | null; signal: string | null; outside?: 'end' | 'signal' }
}
