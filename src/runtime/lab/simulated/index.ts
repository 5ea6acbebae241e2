/**
 * The simulated backend: Lab's operations on a world of simulated hosts, virtual time and programs on the simulated kernel.
 * Runs wherever its process starter runs: in a page's worker, in Node. Opening a world from files, in Node, is in `on-disk/`.
 */

export { type OpenSimulatedOptions, openSimulatedBackend, openSimulatedEngine } from './open.ts'
export { openReplay, type ReplayOptions } from './replay.ts'
export { SIMULATED_CAPABILITIES } from './simulated-world.ts'
