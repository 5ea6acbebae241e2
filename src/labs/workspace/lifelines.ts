import type { DrawnPacket } from '../recording/index.ts'
import type { Workspace } from './workspace.ts'

/** With more lines, they could not be told apart. */
const MOST_TALKERS = 5

/**
 * Chooses the lifelines of the ladder: the exercise's nodes; for nodes on a switch, the hosts that talk, unless every
 * link is shown; for a capture file, the hosts with the most packets.
 */
export function lifelines(packets: readonly DrawnPacket[], { exercise, links, shown }: Workspace): string[] {
  if (shown.value?.source !== 'file') {
    const { nodes } = exercise.topology
    return (links.isFolded(shown.value) ? talkers(packets, nodes) : nodes).map(({ name }) => name)
  }
  const counts = new Map<string, number>()
  for (const { from, to } of packets) for (const name of [from, to]) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_TALKERS)
    .map(([name]) => name)
}

/** Hosts that sent something, or received something not meant for all; all hosts before anything was sent. */
function talkers<Node extends { name: string; kind: string }>(
  packets: readonly DrawnPacket[],
  nodes: readonly Node[],
): Node[] {
  const hosts = nodes.filter(({ kind }) => kind !== 'switch')
  const names = new Set<string>()
  for (const [place, { number, from, to }] of packets.entries()) {
    names.add(from)
    if (packets[place - 1]?.number !== number && packets[place + 1]?.number !== number) names.add(to)
  }
  const talking = hosts.filter(({ name }) => names.has(name))
  return talking.length > 1 ? talking : hosts
}
