import type { JSX } from 'preact'
import { formatEndpoint, type RecordedMoment } from '#network'
import { strings } from '#strings'
import { EmptyPane } from '../empty-pane.tsx'
import type { Workspace } from '../workspace.ts'
import { type Cell, DataTable } from './data-table.tsx'

const words = strings.tables

/** State of a host's kernel at the current time, like the output of `ss`, `ip route`, `ip neigh` and `ip addr`. */
interface HostTable {
  title: string
  columns: string[]
  right: Set<number>
  rows: (snapshot: RecordedMoment, host: string) => Cell[][]
  /** Left out where it is empty: few hosts ever have such rows. */
  isRare?: boolean
}

const TABLES: HostTable[] = [
  {
    title: words.sockets,
    columns: [words.proto, words.state, words.local, words.remote, words.recvQ, words.sendQ, words.cwnd, words.rtt],
    right: new Set([4, 5, 6, 7]),
    rows: (snapshot, host) =>
      snapshot
        .rows('sockets', host)
        .map((row) => [
          row.proto,
          row.state,
          formatEndpoint({ address: row.local, port: row.localPort }),
          row.remote === null ? '–' : formatEndpoint({ address: row.remote, port: row.remotePort ?? 0 }),
          row.recvQ,
          row.sendQ,
          row.congestionWindow ?? '–',
          row.smoothedRtt === null ? '–' : `${(row.smoothedRtt / 1e6).toFixed(1)} ms`,
        ]),
  },
  {
    title: words.connections,
    columns: [words.proto, words.state, words.from, words.to, words.translated, words.expires],
    right: new Set([5]),
    isRare: true,
    rows: (snapshot, host) =>
      snapshot.rows('connections', host).map((row) => {
        const from = formatEndpoint({ address: row.source, port: row.sourcePort })
        const to = formatEndpoint({ address: row.destination, port: row.destinationPort })
        const seenAs = formatEndpoint({ address: row.replyDestination, port: row.replyDestinationPort })
        const reached = formatEndpoint({ address: row.replySource, port: row.replySourcePort })
        const changes = [seenAs === from ? '' : words.seenAs(seenAs), reached === to ? '' : words.sentTo(reached)]
        return [
          row.proto,
          row.state ?? (row.isReplied === 1 ? words.answered : words.unanswered),
          from,
          to,
          changes.filter(Boolean).join(', ') || '–',
          `${((row.expiresAt - snapshot.at) / 1e9).toFixed(1)} s`,
        ]
      }),
  },
  {
    title: words.routes,
    columns: [words.to, words.via, words.dev],
    right: new Set(),
    rows: (snapshot, host) => snapshot.rows('routes', host).map((row) => [row.to, row.via ?? '–', row.dev]),
  },
  {
    title: words.neighbors,
    columns: [words.ip, words.mac, words.dev, words.state],
    right: new Set(),
    rows: (snapshot, host) =>
      snapshot.rows('neighbors', host).map((row) => [row.ip, row.mac ?? '–', row.dev, row.state]),
  },
  {
    title: words.interfaces,
    columns: [words.name, words.mac, words.ip, words.mtu, words.state, words.rx, words.tx],
    right: new Set([3, 5, 6]),
    rows: (snapshot, host) =>
      snapshot
        .rows('interfaces', host)
        .map((row) => [row.name, row.mac, row.addresses || '–', row.mtu, words.bool(row.up === 1), row.rx, row.tx]),
  },
]

/** The tables of every host at the current time. */
export function TablesView({ workspace }: { workspace: Workspace }): JSX.Element {
  const snapshot = workspace.snapshot.value
  if (workspace.shown.value?.source === 'file') return <EmptyPane text={words.noTables} />
  if (!snapshot) return <EmptyPane text={words.empty} />
  const hosts = workspace.exercise.topology.nodes.filter(({ address }) => address !== '')
  return <HostTables snapshot={snapshot} hosts={hosts.map(({ name }) => name)} />
}

/** The tables of some hosts at one moment. */
export function HostTables({ snapshot, hosts }: { snapshot: RecordedMoment; hosts: readonly string[] }): JSX.Element {
  return (
    <div class="body tables-body" tabIndex={0} role="group" aria-label={words.tab}>
      {hosts.map((name) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          {TABLES.map((table) => {
            const rows = table.rows(snapshot, name)
            if (rows.length === 0 && table.isRare) return null
            return rows.length === 0 ? (
              <p key={table.title} class="faint">
                {words.none(table.title)}
              </p>
            ) : (
              <DataTable
                key={table.title}
                caption={table.title}
                columns={table.columns}
                rows={rows}
                right={table.right}
              />
            )
          })}
        </section>
      ))}
    </div>
  )
}
