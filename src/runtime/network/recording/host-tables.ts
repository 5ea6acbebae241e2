import type { Nanoseconds } from '../clock.ts'
import type { Endpoint, SimulatedHost, SocketDetail, SocketRow, SocketSource, TableWatch } from '../host/index.ts'
import { IpProtocol } from '../wire/index.ts'
import { SOCKET_COLUMNS } from './socket-columns.ts'
import type { LoggedRow, TableLog } from './table-log.ts'

/** As `conntrack -L` names them; others by number. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  [IpProtocol.TCP]: 'tcp',
  [IpProtocol.UDP]: 'udp',
  [IpProtocol.ICMP]: 'icmp',
  [IpProtocol.ICMPV6]: 'icmpv6',
}
/** Counters of interfaces change with every packet: they are sampled at most this often. */
const COUNTERS_EVERY: Nanoseconds = 10_000_000

interface SocketEntry {
  readonly row: LoggedRow
  readonly values: Float64Array
  /** The row that its texts belong to. */
  shown: SocketRow | null
}

/** Logs one host's tables: samples only what was reported as touched. */
export class HostTables implements TableWatch {
  readonly #host: SimulatedHost
  readonly #log: TableLog
  readonly #node: number
  readonly #onTouched: (tables: HostTables) => void
  readonly #sockets = new Map<SocketSource, SocketEntry>()
  readonly #neighbors = new Map<object, LoggedRow>()
  readonly #connections = new Map<object, LoggedRow>()
  readonly #interfaces: LoggedRow[] = []
  #routes: LoggedRow[] = []
  #routesVersion = -1
  #countersAt: Nanoseconds = -COUNTERS_EVERY
  #isTouched = false
  /** Counters may have changed that were not sampled. */
  isBehind = false
  #lastTouched: SocketSource | null = null
  readonly #touchedSockets = new Set<SocketSource>()
  readonly #touchedNeighbors = new Set<object>()
  readonly #touchedConnections = new Set<object>()

  /** `onTouched` is called at the first possible change after a sample. */
  constructor(host: SimulatedHost, log: TableLog, onTouched: (tables: HostTables) => void) {
    this.#host = host
    this.#log = log
    this.#node = log.text(host.name)
    this.#onTouched = onTouched
    host.ip.watch = this
  }

  socketTouched(source: SocketSource): void {
    if (source === this.#lastTouched) return
    this.#lastTouched = source
    this.#touchedSockets.add(source)
    if (!this.#isTouched) this.hostTouched()
  }

  neighborTouched(entry: object): void {
    this.#touchedNeighbors.add(entry)
    if (!this.#isTouched) this.hostTouched()
  }

  connectionTouched(connection: object): void {
    this.#touchedConnections.add(connection)
    if (!this.#isTouched) this.hostTouched()
  }

  hostTouched(): void {
    if (this.#isTouched) return
    this.#isTouched = true
    this.#onTouched(this)
  }

  /** Logs changes. `isStanding`: the world may be inspected now, so counters have to be exact too. */
  sample(now: Nanoseconds, isStanding: boolean): void {
    this.#isTouched = false
    for (const source of this.#touchedSockets) this.#sampleSocket(now, source)
    this.#touchedSockets.clear()
    this.#lastTouched = null
    for (const entry of this.#touchedNeighbors) this.#sampleNeighbor(now, entry)
    this.#touchedNeighbors.clear()
    for (const connection of this.#touchedConnections) this.#sampleConnection(now, connection)
    this.#touchedConnections.clear()
    if (this.#host.ip.routes.version !== this.#routesVersion) this.#sampleRoutes(now)
    this.isBehind = !isStanding && now - this.#countersAt < COUNTERS_EVERY
    if (!this.isBehind) this.#sampleInterfaces(now)
  }

  #sampleSocket(now: Nanoseconds, source: SocketSource): void {
    const detail = source.tableRow()
    const known = this.#sockets.get(source)
    if (detail === null) {
      if (known === undefined) return
      this.#log.remove(now, known.row)
      this.#sockets.delete(source)
      return
    }
    const entry = known ?? this.#newSocket(source)
    this.#fill(entry, detail)
    this.#log.set(now, entry.row, entry.values)
  }

  #newSocket(source: SocketSource): SocketEntry {
    const row = this.#log.add('sockets')
    const values = new Float64Array(row.values.length).fill(-1)
    const entry: SocketEntry = { row, values, shown: null }
    this.#sockets.set(source, entry)
    return entry
  }

  #fill(entry: SocketEntry, { row, stats }: SocketDetail): void {
    const { values, shown } = entry
    const column = SOCKET_COLUMNS
    if (shown === null || !isSame(shown, row)) this.#fillTexts(entry, row)
    values[column.recvQ] = row.recvQ
    values[column.sendQ] = row.sendQ
    if (stats === null) return
    values[column.congestionWindow] = stats.sndCwnd
    values[column.slowStartThreshold] = stats.slowStartThreshold ?? -1
    values[column.inFlight] = stats.unacknowledged
    values[column.unsent] = stats.notsentBytes
    values[column.smoothedRtt] = stats.smoothedRtt ?? -1
    values[column.rttVariation] = stats.rttVariation ?? -1
    values[column.retransmissionTimeout] = stats.retransmissionTimeout
    values[column.sendWindow] = stats.sndWnd
    values[column.receiveWindow] = stats.rcvWnd
    values[column.retransmissions] = stats.totalRetrans
    values[column.mss] = stats.sndMss
  }

  /** Rarely changing columns: the state, and the owner. */
  #fillTexts(entry: SocketEntry, row: SocketRow): void {
    const { values } = entry
    const column = SOCKET_COLUMNS
    const log = this.#log
    entry.shown = row
    values[column.node] = this.#node
    values[column.proto] = log.text(row.proto)
    values[column.state] = log.text(row.state)
    values[column.inode] = row.inode
    values[column.local] = log.text(row.local.address)
    values[column.localPort] = row.local.port
    values[column.remote] = log.text(row.remote?.address)
    values[column.remotePort] = row.remote?.port ?? -1
  }

  #sampleNeighbor(now: Nanoseconds, entry: object): void {
    const log = this.#log
    const detail = this.#host.ip.neighbors.detail(entry)
    const known = this.#neighbors.get(entry)
    if (detail === null) {
      if (known !== undefined) log.remove(now, known)
      this.#neighbors.delete(entry)
      return
    }
    const { row, staleAt } = detail
    const logged = known ?? log.add('neighbors')
    if (known === undefined) this.#neighbors.set(entry, logged)
    const texts = [row.ip, row.mac, row.dev, row.state].map((text) => log.text(text))
    log.set(now, logged, [this.#node, ...texts, staleAt ?? -1])
  }

  #sampleConnection(now: Nanoseconds, connection: object): void {
    const log = this.#log
    const detail = this.#host.ip.netfilter?.detail(connection) ?? null
    const known = this.#connections.get(connection)
    if (detail === null) {
      if (known !== undefined) log.remove(now, known)
      this.#connections.delete(connection)
      return
    }
    const { original, reply, state, hasReply, expiresAt } = detail
    const logged = known ?? log.add('connections')
    if (known === undefined) this.#connections.set(connection, logged)
    const ends = [original.source, original.destination, reply.source, reply.destination]
    const values = ends.flatMap(({ address, port }) => [log.text(address), port])
    const proto = log.text(PROTOCOLS[original.protocol] ?? String(original.protocol))
    log.set(now, logged, [this.#node, proto, log.text(state), ...values, hasReply ? 1 : 0, expiresAt])
  }

  /** Routes change rarely: all are logged again. */
  #sampleRoutes(now: Nanoseconds): void {
    const log = this.#log
    this.#routesVersion = this.#host.ip.routes.version
    for (const row of this.#routes) log.remove(now, row)
    this.#routes = this.#host.routes().map(({ table, to, via, dev, src, metric }) => {
      const row = log.add('routes')
      const texts = [table, to, via, dev, src].map((text) => log.text(text))
      log.set(now, row, [this.#node, ...texts, metric])
      return row
    })
  }

  #sampleInterfaces(now: Nanoseconds): void {
    const log = this.#log
    this.#countersAt = now
    for (const [index, device] of this.#host.ip.interfaces.entries()) {
      const row = this.#interfaces[index] ?? log.add('interfaces')
      this.#interfaces[index] = row
      const { name, mac, mtu, up, received, sent, addressText } = device
      const texts = [name, mac].map((text) => log.text(text))
      log.set(now, row, [this.#node, ...texts, mtu, up ? 1 : 0, log.text(addressText), received, sent])
    }
  }
}

/** Compares everything except the queues. */
function isSame(a: SocketRow, b: SocketRow): boolean {
  return a.state === b.state && a.inode === b.inode && isSameEnd(a.local, b.local) && isSameEnd(a.remote, b.remote)
}

function isSameEnd(a: Endpoint | undefined, b: Endpoint | undefined): boolean {
  return a?.port === b?.port && a?.address === b?.address
}
