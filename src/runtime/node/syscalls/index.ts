/**
 * The system-call interface between a process and its kernel, and its form on a pipe. Only data and its codec live here: what a
 * call does is in `kernel`, what a program sees of it in `realm`.
 */
export { type CallFrame, FrameError, parseCall, parseFromKernel, type Reply } from './frame.ts'
export { MAX_CALL_FRAME, MAX_EVENT_FRAME } from './frame-layout.ts'
export { FrameReader } from './frame-reader.ts'
export { FrameWriter } from './frame-writer.ts'
export * from './operations.ts'
export * from './syscalls.ts'
