/**
 * The test's side of a Lab: handles that are names of things in the world, batching, pending waits, the step log, and the watch
 * over a test's body. Works over any `LabPort`; knows no backend, no world, no test runner. Runs in Node, in a page and in a
 * worker.
 */

export type { CursorSpec } from './capture-handle.ts'
export { connectLab, connectSession, type LabSession } from './connect.ts'
export type { PacketData } from './packet-view.ts'
export { inProcessPorts, type MessageEndpoint, messagePort } from './ports.ts'
export type { CallOutcome, ModuleShape } from './remote-module.ts'
export { serveLab } from './serve.ts'
