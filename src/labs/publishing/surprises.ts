import { readScenarios } from '#grader/node/index.ts'
import type { LoadedScenario } from '#grader/surprise/index.ts'
import { readTopology } from '#lab'
import type { PublishedScenario } from '../surprise/index.ts'
import { drawnTopology } from './drawn-topology.ts'

let known: readonly LoadedScenario[] | null = null

/** Every scenario of Surprise, whole: its file decides what is published of it. */
export function loadedScenarios(): readonly LoadedScenario[] {
  known ??= readScenarios('content')
  return known
}

/** The same as their pages show them, easy ones first: without proofs, programs, and what a fault changes. */
export function publishedScenarios(): PublishedScenario[] {
  const all = loadedScenarios().toSorted((a, b) => a.difficulty - b.difficulty || a.id.localeCompare(b.id))
  return all.map((one, index) => publish(one, all[(index + 1) % all.length]!))
}

function publish(scenario: LoadedScenario, next: LoadedScenario): PublishedScenario {
  const { id, title, report, difficulty, client, shells, faults, repairs, world } = scenario
  const description = readTopology(world.file, world.text, {})
  const drawn = drawnTopology(description)
  return {
    id,
    title,
    report,
    difficulty,
    client: { host: client.host, works: client.works },
    shells,
    faults: faults.map(choice),
    repairs: repairs.map(choice),
    topology: { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, kind: kindOf(scenario, node.name) })) },
    addresses: description.nodes.flatMap((node) =>
      node.kind === 'switch'
        ? []
        : node.interfaces.flatMap(({ name, addresses }) =>
            addresses.map(({ address, length }) => ({
              node: node.name,
              interface: name,
              address: `${address}/${length}`,
            })),
          ),
    ),
    file: `/surprise/${id}/scenario.txt`,
    next: { id: next.id, title: next.title },
  }
}

/** As the file calls it: below, a firewall is a router with a filter. */
function kindOf({ world }: LoadedScenario, node: string): string {
  const file = JSON.parse(world.text) as { topology: { nodes: Record<string, { kind?: string }> } }
  return file.topology.nodes[node]?.kind ?? 'host'
}

const choice = ({ id, name }: { id: string; name: string }) => ({ id, name })
