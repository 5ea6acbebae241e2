import { Errno } from '#network'
import { fileCalls } from './file-calls.ts'
import type { CallHandler, Process, SystemCall } from './kernel-services.ts'
import { processCalls } from './process-calls.ts'
import { socketCalls } from './socket-calls.ts'

const handlers = new Map<number, CallHandler>([...socketCalls, ...processCalls, ...fileCalls])

/**
 * Performs a call at the world's present instant, and marks it as the cause of the packets that it sends. `number` counts the
 * process's calls: later it also finds the line of the program that made this one.
 */
export function perform(process: Process, call: SystemCall, number: number): number {
  const { out, kernel, pid } = process
  out.a = 0
  out.b = 0
  out.str = ''
  out.bytes = null
  const handler = handlers.get(call.op)
  if (handler === undefined) return -Errno.ENOSYS
  const { a, b, c } = call
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || !Number.isSafeInteger(c)) return -Errno.EINVAL
  const { network } = kernel
  const present = network.cause
  const { turnAfter } = process
  network.cause = turnAfter === 0 ? { pid, call: number } : { pid, call: number, after: turnAfter }
  try {
    return handler(process, call)
  } finally {
    network.cause = present
  }
}
