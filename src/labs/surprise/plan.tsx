import type { JSX } from 'preact'
import { strings } from '#strings'
import { TopologyDrawing } from '../topology/index.ts'
import { DataTable } from '../workspace/world/data-table.tsx'
import type { PublishedScenario } from './published-scenario.ts'

const words = strings.surprise

/** The network as documented: a drawing, and every address as a table. Nothing of it knows the fault. */
export function Plan({ scenario }: { scenario: PublishedScenario }): JSX.Element {
  const { topology, addresses } = scenario
  const kinds: Readonly<Record<string, string>> = words.kinds
  const kindOf = (name: string) => topology.nodes.find((node) => node.name === name)?.kind ?? ''
  return (
    <section class="surprise-plan" aria-label={words.plan}>
      <h2>{words.plan}</h2>
      <TopologyDrawing
        topology={topology}
        recording={null}
        snapshot={null}
        now={0}
        linkText={(link) => words.oneWay(topology.links[link]!.begins.delay)}
        isLive={false}
        selected={null}
        peerHost=""
        peerName=""
        onSelect={() => {}}
        roleOf={(name) => kinds[kindOf(name)] ?? kindOf(name)}
      />
      <details>
        <summary>{words.addresses}</summary>
        <DataTable
          caption={words.plan}
          columns={[words.planTable.node, words.planTable.interface, words.planTable.address]}
          rows={addresses.map((row) => [row.node, row.interface, row.address])}
        />
      </details>
      <p class="faint">{words.planNote}</p>
    </section>
  )
}
