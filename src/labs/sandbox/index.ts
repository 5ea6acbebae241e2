/**
 * Where programs run in the page: a sandboxed frame of opaque origin without a network, in it one worker with the world; for a
 * check another such frame with the tests, which learners' code never shares. The page talks to both over ports. Nothing here draws anything, and `world/`, `tests/` and
 * `frame-boot` are bundled by themselves: the page never runs a line of them.
 */
export type { WorldRequest } from './protocol.ts'
export { Sandbox, type SandboxEvents } from './sandbox.ts'
export { SandboxPool } from './sandbox-pool.ts'
export { LoadError } from './scripts.ts'
export { type TestEvents, TestRunner } from './test-runner.ts'
