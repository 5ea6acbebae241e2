/**
 * Processes behind pipes: each program runs in an operating-system process of its own, which a jail can wrap, and its system
 * calls come over a pipe. Here live the child process and its descriptors, the kernel's end of the pipe (`piped-port`), the
 * process's end (`kernel-pipe`, the only file here that the child imports), the watchdog, and the pool of children kept ready.
 */

export { type ChildCommand, nodeProcess } from './child-command.ts'
export { type PipedOptions, PipedProcesses } from './piped-processes.ts'
export { compileImage, type ProcessImage, readImage, runImage } from './process-image.ts'
