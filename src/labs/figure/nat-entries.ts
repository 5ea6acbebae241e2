/** The translations that a run's NATs held, read from the recorded tables of connections (as `conntrack -L`). */
import type { Nanoseconds, TableRow } from '#network'
import { formatEndpoint } from '#network'
import type { Recording } from '../recording/index.ts'

/** One connection through a NAT: an inside endpoint, the endpoint that others see, and the other side. */
export interface NatEntry {
  nat: string
  protocol: string
  inside: string
  outside: string
  remote: string
  /** When a packet started or restarted its timer, and when it would run out; in order, at least one. */
  timers: readonly NatTimer[]
}

export interface NatTimer {
  at: Nanoseconds
  expiresAt: Nanoseconds
}

/** Entries in the order in which they appeared. */
export function natEntries({ packets, history }: Recording): NatEntry[] {
  const entries = new Map<string, NatEntry & { timers: NatTimer[] }>()
  if (history.segments.length === 0) return []
  const instants = packets.flatMap(({ at, arrives }) => [at, arrives ?? at])
  for (const at of [...new Set(instants), history.now].sort((a, b) => a - b)) {
    for (const row of history.at(at).rows('connections')) {
      const ends = endsOf(row)
      if (!ends) continue
      const found = { nat: row.node, protocol: row.proto, ...ends, timers: [] as NatTimer[] }
      const id = Object.values(found).join(' ')
      const { timers } = entries.get(id) ?? found
      if (timers.at(-1)?.expiresAt !== row.expiresAt) timers.push({ at, expiresAt: row.expiresAt })
      entries.set(id, { ...found, timers })
    }
  }
  return [...entries.values()]
}

/** Null for a connection that isn't translated. */
function endsOf(row: TableRow<'connections'>): Pick<NatEntry, 'inside' | 'outside' | 'remote'> | null {
  const source = formatEndpoint({ address: row.source, port: row.sourcePort })
  const destination = formatEndpoint({ address: row.destination, port: row.destinationPort })
  const replySource = formatEndpoint({ address: row.replySource, port: row.replySourcePort })
  const replyDestination = formatEndpoint({ address: row.replyDestination, port: row.replyDestinationPort })
  if (replyDestination !== source) return { inside: source, outside: replyDestination, remote: destination }
  return replySource === destination ? null : { inside: replySource, outside: destination, remote: source }
}

/** How long an entry has left at a moment, in ns: 0 once it has run out, null before it appeared. */
export function timeLeft({ timers }: NatEntry, moment: Nanoseconds): Nanoseconds | null {
  const latest = timers.findLast(({ at }) => at <= moment)
  return latest ? Math.max(0, latest.expiresAt - moment) : null
}
