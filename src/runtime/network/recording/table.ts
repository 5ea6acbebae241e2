/** Schema of the recorded tables: their names and columns. */

/** Numbers are non-negative integers. Columns with `?` may be null. */
export type ColumnKind = 'text' | 'text?' | 'number' | 'number?'

export type Columns = Readonly<Record<string, ColumnKind>>

/** A row as read: its columns by name. */
export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends 'text'
    ? string
    : C[Name] extends 'text?'
      ? string | null
      : C[Name] extends 'number'
        ? number
        : number | null
}

/** Every table of a recording. Their order and that of the columns is part of the format: add new ones at the end. */
export const TABLES = {
  /** As in `ss -tie`. `local`, `remote`: addresses; columns that only TCP has are null for others. */
  sockets: {
    node: 'text',
    proto: 'text',
    state: 'text',
    inode: 'number',
    local: 'text',
    localPort: 'number',
    remote: 'text?',
    remotePort: 'number?',
    recvQ: 'number',
    sendQ: 'number',
    congestionWindow: 'number?',
    slowStartThreshold: 'number?',
    inFlight: 'number?',
    unsent: 'number?',
    smoothedRtt: 'number?',
    rttVariation: 'number?',
    retransmissionTimeout: 'number?',
    sendWindow: 'number?',
    receiveWindow: 'number?',
    retransmissions: 'number?',
    mss: 'number?',
  },
  routes: {
    node: 'text',
    table: 'text',
    to: 'text',
    via: 'text?',
    dev: 'text',
    src: 'text?',
    metric: 'number',
  },
  /** `staleAt`: when a REACHABLE entry becomes STALE by itself, in nanoseconds. */
  neighbors: { node: 'text', ip: 'text', mac: 'text?', dev: 'text', state: 'text', staleAt: 'number?' },
  interfaces: {
    node: 'text',
    name: 'text',
    mac: 'text',
    mtu: 'number',
    up: 'number',
    addresses: 'text',
    rx: 'number',
    tx: 'number',
  },
  /** Addresses learned by a switch; `seen`: last frame, rounded down to the second. */
  switches: { node: 'text', mac: 'text', port: 'text', seen: 'number' },
  /** Output queue of one end of a link: frames waiting, and frames dropped so far. `impairment`: JSON. */
  queues: { from: 'text', link: 'number', frames: 'number', bytes: 'number', dropped: 'number', impairment: 'text' },
  /**
   * Connections that a middlebox tracks, as in `conntrack -L`: the tuple of the first packet, and that of the answers;
   * `expiresAt`: forgotten then without another packet, in nanoseconds.
   */
  connections: {
    node: 'text',
    proto: 'text',
    state: 'text?',
    source: 'text',
    sourcePort: 'number',
    destination: 'text',
    destinationPort: 'number',
    replySource: 'text',
    replySourcePort: 'number',
    replyDestination: 'text',
    replyDestinationPort: 'number',
    isReplied: 'number',
    expiresAt: 'number',
  },
} as const satisfies Record<string, Columns>

export type TableName = keyof typeof TABLES
export type TableRow<Name extends TableName> = RowOf<(typeof TABLES)[Name]>

/** Number of a table in the format, and back. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

export function columnKinds(table: TableName): readonly ColumnKind[] {
  return Object.values(TABLES[table] as Columns)
}

export function columnNames(table: TableName): readonly string[] {
  return Object.keys(TABLES[table])
}
