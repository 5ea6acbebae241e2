/**
 * Runs programs in the page: a sandboxed frame of opaque origin without a network, and in it one worker with the world.
 * A check adds another such frame for the tests, which never share one with learners' code. The page talks to both over
 * ports. Nothing here draws; `world/`, `tests/` and `frame-boot` are bundled separately, and the page never runs a line
 * of them.
 */
export type { WorldRequest } from './protocol.ts'
export { Sandbox, type SandboxEvents } from './sandbox.ts'
export { SandboxPool } from './sandbox-pool.ts'
export { LoadError } from './site-text.ts'
export { type TestEvents, TestRunner } from './test-runner.ts'
