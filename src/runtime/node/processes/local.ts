import type { Host } from '#network'
import type { Connect, Kernel, KernelProcess, ProcessLimits, Program } from '../kernel/index.ts'

/** Starts a program on a host: the only way in which code above this floor starts processes. */
export type ProcessStarter = (
  kernel: Kernel,
  host: Host,
  program: Program,
  limits?: Partial<ProcessLimits>,
) => KernelProcess | Promise<KernelProcess>

/** Makes a process's side of the system calls; its start event says what it runs. */
export type ProcessFactory = Connect

/** Processes in the kernel's thread: a system call is a function call. For programs that may be trusted with the thread. */
export function localStarter(create: ProcessFactory): ProcessStarter {
  return (kernel, host, program, limits) => kernel.spawn(host, create, program, limits)
}
