import type { Lab } from '#lab'
import type { RecordedMoment } from '#network'
import type { LabTopology } from '../lab-exercise.ts'
import type { Knobs } from './run-state.ts'

/** Rate of a link without a limit. */
const UNLIMITED = 1e12

/** Sets the links of a world to these values, in both directions. */
export async function applyKnobs(lab: Lab, topology: LabTopology, knobs: ReadonlyMap<number, Knobs>): Promise<void> {
  for (const [index, { delay, loss, rate }] of knobs) {
    const [a, b] = topology.links[index]!.endpoints
    await lab.link(a, b).impair({ delay, loss, rate: rate === 0 ? UNLIMITED : rate })
  }
}

/** A link's values at a moment of the recording, or else its initial ones. */
export function knobsAt(snapshot: RecordedMoment | null, topology: LabTopology, index: number): Knobs {
  const row = snapshot?.rows('queues').find(({ link }) => link === index)
  if (!row) return topology.links[index]!.begins
  const { delay, loss, rate } = JSON.parse(row.impairment) as { delay?: number; loss?: number; rate?: number | null }
  return {
    delay: (delay ?? 0) / 1e6,
    loss: loss ?? 0,
    rate: rate === null || rate === undefined || rate >= UNLIMITED ? 0 : rate,
  }
}
