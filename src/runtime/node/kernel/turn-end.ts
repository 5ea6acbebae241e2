import type { TurnEnd } from '../syscalls/index.ts'
import { ProcessEnded } from '../syscalls/index.ts'
import type { KernelServices, Process } from './kernel-services.ts'
import type { SignalName } from './signals.ts'
import { checkTurnTime } from './system-call.ts'

/** Thrown by a `ProcessPort` whose process has broken. The message completes "the process …". */
export class ProcessFailure extends Error {
  readonly signal: SignalName

  constructor(reason: string, signal: SignalName = 'SIGKILL') {
    super(reason)
    this.name = 'ProcessFailure'
    this.signal = signal
  }
}

/** Takes the answer that ends a turn: the process is busy for as long as it computed, and then waits for its next event. */
export function finishTurn(kernel: KernelServices, process: Process, end: TurnEnd): void {
  kernel.running = null
  if (process.exit !== null) return
  if (!Number.isSafeInteger(end.cost) || end.cost < 0)
    throw new ProcessFailure(`claimed to have computed for ${end.cost} ns`)
  if (!Number.isSafeInteger(end.deadline) || end.deadline < -1) {
    throw new ProcessFailure(`asked to be woken at ${end.deadline} ns`)
  }
  process.turnCost += end.cost
  try {
    checkTurnTime(process)
  } catch (error) {
    if (error instanceof ProcessEnded) return
    throw error
  }
  process.busyUntil = process.time
  process.queue.deadline = end.deadline
  process.queue.turnEnded()
  kernel.requestTurn(process)
}
