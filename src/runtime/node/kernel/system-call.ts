import type { Nanoseconds } from '#network'
import { CALL_COST, Op, ProcessEnded } from '../syscalls/index.ts'
import type { Process, SystemCall } from './kernel-services.ts'
import { perform } from './perform.ts'
import { performPosted } from './posted.ts'

const names = new Map<number, string>(Object.entries(Op).map(([name, op]) => [op, name]))

/**
 * A system call: its price is added to the process's time, the world moves there, and the call is performed. A process's
 * request is checked here once for both ways of calling; a request that no honest process makes ends it.
 */
export function systemCall(process: Process, posted: boolean, call: SystemCall): number {
  enter(process)
  if (call.op === Op.report) return perform(process, call, process.calls)
  charge(process, call.cost)
  const { kernel } = process
  kernel.advance(process.time)
  const number = ++process.calls
  process.count(names.get(call.op) ?? 'unknown')
  if (posted) {
    kernel.trace?.post(process, call)
    if (kernel.network.clock.now < process.time) process.deferred.add(call)
    else performPosted(process, call, number)
    return 0
  }
  process.deferred.flush()
  if (process.exit !== null) throw new ProcessEnded()
  const result = perform(process, call, number)
  kernel.trace?.call(process, call, result)
  if (process.exit !== null && call.op !== Op.exit) throw new ProcessEnded()
  return result
}

function enter(process: Process): void {
  if (process.exit !== null) throw new ProcessEnded()
  if (process.kernel.running === process) return
  throw new Error(`Process ${process.pid} (${process.name}) made a system call outside of its turn`)
}

/** Adds the price of a call. Throws ProcessEnded when the process cannot pay it. */
function charge(process: Process, cost: Nanoseconds): void {
  const { limits } = process
  if (!Number.isSafeInteger(cost) || cost < 0) refuse(process, `claimed to have computed for ${cost} ns`)
  process.turnCost += cost + CALL_COST
  process.turnCalls++
  checkTurnTime(process)
  if (process.turnCalls > limits.callsPerTurn) {
    refuse(process, `made more than ${limits.callsPerTurn} system calls without returning to its event loop`)
  }
}

/** Throws ProcessEnded, and ends the process, when its turn has become too long. */
export function checkTurnTime(process: Process): void {
  const { turnTime } = process.limits
  if (process.turnCost <= turnTime) return
  refuse(process, `computed for more than ${turnTime / 1e9} s of the world's time without returning to its event loop`)
}

function refuse(process: Process, reason: string): never {
  process.kernel.end(process, { code: null, signal: 'SIGKILL', reason })
  throw new ProcessEnded()
}
