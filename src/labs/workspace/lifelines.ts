import type { DrawnPacket } from '../recording/index.ts'
import type { Workspace } from './workspace.ts'

/** More of them could not be told apart. */
const MOST_TALKERS = 5

/**
 * Whose lines packets are drawn between: the nodes of the exercise; of those on a switch the hosts that talk, where not every link is shown; or, of a capture
 * file, the hosts that are in most of its packets.
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

/** Who sent something, or got something that was not for all; all hosts while nobody has. */
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
