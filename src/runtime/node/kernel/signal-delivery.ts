import type { KernelServices, Process } from './kernel-services.ts'
import { defaultAction, Signal, signalName } from './signals.ts'

/** What a signal does (signal(7)): SIGKILL ends and SIGCONT continues at once, others wait while the process is stopped. */
export function deliverSignal(kernel: KernelServices, process: Process, signal: number): void {
  if (process.exit !== null) return
  if (signal === Signal.SIGCONT) resume(kernel, process)
  if (process.stopped && signal !== Signal.SIGKILL) {
    process.heldBack.push(signal)
    return
  }
  if (process.handled.has(signal)) {
    process.queue.signal(signal)
    kernel.requestTurn(process)
    return
  }
  const action = defaultAction(signal)
  if (action === 'terminate') kernel.end(process, { code: null, signal: signalName(signal) ?? 'SIGKILL' })
  else if (action === 'stop') stop(kernel, process)
}

function stop(kernel: KernelServices, process: Process): void {
  process.stopped = true
  if (process.wakeUp !== null) kernel.network.clock.cancel(process.wakeUp)
  process.wakeUp = null
}

function resume(kernel: KernelServices, process: Process): void {
  if (!process.stopped) return
  process.stopped = false
  for (const signal of process.heldBack.splice(0)) deliverSignal(kernel, process, signal)
  kernel.requestTurn(process)
}
