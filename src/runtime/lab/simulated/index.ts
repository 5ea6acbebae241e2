/**
 * The simulated backend: Lab's operations on simulated hosts, virtual time and programs on the simulated kernel. Runs
 * wherever its process starter runs: in a page's worker, in Node. `on-disk/` opens worlds from files, in Node.
 */

export { type OpenSimulatedOptions, openSimulatedBackend, openSimulatedEngine } from './open.ts'
export { openReplay, type ReplayOptions } from './replay.ts'
export { SIMULATED_CAPABILITIES } from './simulated-world.ts'
