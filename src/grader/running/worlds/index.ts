/**
 * A test in many worlds: finds the lowest failing world, independent of the number of processors, and the fewest faults that make it fail.
 */

export type { WorldPool, WorldTask } from '../world-pool.ts'
export { decideInWorlds } from './decide.ts'
export { type WorldRunnerRequest, worldRunner } from './world-runner.ts'
