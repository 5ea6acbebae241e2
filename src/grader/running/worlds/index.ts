/**
 * A test in many worlds: which of them fails first, whoever runs them and on how many processors, and the fewest faults that make it fail.
 */

export type { WorldPool, WorldTask } from '../world-pool.ts'
export { decideInWorlds } from './decide.ts'
export { type WorldRunnerRequest, worldRunner } from './world-runner.ts'
