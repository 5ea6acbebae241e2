import type { OpenWorld } from '#grader/surprise/index.ts'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

/** Opens a scenario's world in this process. */
export const openHere: OpenWorld = async (start) => {
  const { lab } = await openSimulatedLab(start)
  return { lab, close: () => lab.close() }
}
