/**
 * The test's side of a Lab: handles that name objects in the world, batching, pending waits, the step log, and
 * supervision of a test's body. Works over any `LabPort`; knows no backend, no world, no test runner. Runs in Node, in
 * a page and in a worker.
 */

export { type ContinuedSession, connectLab, connectSession, type LabSession } from './connect.ts'
export { afterMicrotasks } from './macrotask.ts'
export { inProcessPorts, type MessageEndpoint, messagePort } from './ports.ts'
export { isRemoteError } from './remote-module.ts'
export { serveLab } from './serve.ts'
