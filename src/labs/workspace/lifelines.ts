import type { ReadPacket } from '../recording/index.ts'
import type { LabExercise } from './lab-exercise.ts'

/** More of them could not be told apart. */
const MOST_TALKERS = 5

/** Whose lines packets are drawn between: the nodes of the exercise, or, of a capture file, the hosts that are in most of its packets. */
export function lifelines(packets: readonly ReadPacket[], isFile: boolean, { topology }: LabExercise): string[] {
  if (!isFile) return topology.nodes.map(({ name }) => name)
  const counts = new Map<string, number>()
  for (const { from, to } of packets) for (const name of [from, to]) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_TALKERS)
    .map(([name]) => name)
}
