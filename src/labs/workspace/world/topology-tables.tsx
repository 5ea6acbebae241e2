import type { JSX } from 'preact'
import type { RecordedMoment } from '#network'
import { strings } from '#strings'
import type { LabTopology } from '../lab-exercise.ts'
import type { Knobs } from '../runs/index.ts'
import { DataTable } from './data-table.tsx'
import { knobText } from './link-knobs.tsx'

const words = strings.tables

interface TopologyTablesProps {
  topology: LabTopology
  snapshot: RecordedMoment | null
  knobs: (link: number) => Knobs
}

/** The topology as tables, for screen readers: its hosts, and its links with the packets in flight. */
export function TopologyTables({ topology, snapshot, knobs }: TopologyTablesProps): JSX.Element {
  const flights = snapshot?.flights() ?? []
  const sockets = snapshot?.rows('sockets') ?? []
  const processes = snapshot?.processes() ?? []
  return (
    <div class="topology-tables">
      <DataTable
        caption={words.hosts}
        columns={[words.host, words.ip, words.processes, words.sockets]}
        rows={topology.nodes.map(({ name, address }) => [
          name,
          address,
          processes
            .filter(({ host, state }) => host === name && state === 'started')
            .map((one) => one.name)
            .join(', ') || '–',
          sockets
            .filter(({ node }) => node === name)
            .map(({ state, localPort }) => `${state} ${localPort}`)
            .join(', ') || '–',
        ])}
      />
      <DataTable
        caption={words.links}
        columns={[words.link, strings.knobs.delay, strings.knobs.rate, words.onIt]}
        rows={topology.links.map(({ ends }, index) => {
          const { delay, rest } = knobText(knobs(index))
          const on = flights.filter(({ packet }) => packet.link === index).map(({ packet }) => `#${packet.number}`)
          return [ends.join(' — '), delay, rest || strings.knobs.unlimited, on.join(', ') || '–']
        })}
      />
    </div>
  )
}
