/**
 * The operating system of the simulated hosts: process table, descriptors, system calls, readiness, signals, and the accounting
 * of the time that programs cost. It sees processes only through `ProcessPort` and `SystemCalls`, and trusts nothing that comes
 * from there; how a process is run (same thread, pipe) is in `processes`, what a program sees in `realm`.
 */
export { Kernel, type KernelOptions } from './kernel.ts'
export type { Connect, KernelNetwork, KernelTrace, ProcessPort } from './kernel-services.ts'
export { DEFAULT_LIMITS, type ProcessLimits } from './limits.ts'
export { OutputFlood } from './output-flood.ts'
export type {
  HeldSocket,
  KernelProcess,
  ProcessCounters,
  ProcessExit,
  ProcessHandles,
  Program,
} from './process-types.ts'
export { Signal, type SignalName } from './signals.ts'
export { type StandardOutput, standardOutputs } from './stdio.ts'
export { TraceLines } from './trace.ts'
export { ProcessFailure } from './turn-end.ts'
export { type UnixNames, UnixSocket } from './unix-socket.ts'
export { type RunResult, World } from './world.ts'
