/**
 * Posted calls: those whose result the process does not wait for. Within a turn a process's time may run past another process's
 * next turn, where the world has to stop. A call that wants an answer must then act early; a posted one is put off to its own
 * time, so a server that computes for 50 ms and then writes sends its packet after these 50 ms and not before.
 */

import { Errno, type ScheduledEvent } from '#network'
import { Op } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import type { Process, SystemCall } from './kernel-services.ts'
import { perform } from './perform.ts'

interface DeferredCall {
  readonly call: SystemCall
  readonly number: number
  readonly event: ScheduledEvent
}

export class DeferredCalls {
  readonly #process: Process
  readonly #waiting: DeferredCall[] = []

  constructor(process: Process) {
    this.#process = process
  }

  /** Puts a call off to the process's time. */
  add(call: SystemCall): void {
    const process = this.#process
    const kept = { ...call, bytes: call.bytes?.slice() ?? null }
    const event = process.kernel.network.clock.at(process.time, () => {
      this.#performNext()
      process.kernel.requestTurn(process)
    })
    this.#waiting.push({ call: kept, number: process.calls, event })
  }

  /** Performs everything now: a call follows that needs an answer, and the order of calls is kept. */
  flush(): void {
    while (this.#waiting.length > 0) {
      this.#process.kernel.network.clock.cancel(this.#waiting[0]!.event)
      this.#performNext()
    }
  }

  /** Drops all posted calls: the process has been killed before their time. */
  clear(): void {
    for (const { event } of this.#waiting.splice(0)) this.#process.kernel.network.clock.cancel(event)
  }

  #performNext(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) performPosted(this.#process, next.call, next.number)
  }
}

/** Performs a posted call. A later event reports what the process cannot know without a result. */
export function performPosted(process: Process, call: SystemCall, number: number): void {
  // Its time may come in another process's turn, in which no other process can block; and a posted call doesn't wait.
  if (call.op === Op.standStill) return
  const descriptor = process.descriptors.get(call.a)
  if (call.op !== Op.send || descriptor === undefined) {
    perform(process, call, number)
    return
  }
  const known = descriptor.knownSpace
  const result = perform(process, call, number)
  if (result < 0) fail(process, descriptor, -result)
  else if (result < (call.bytes?.length ?? 0)) fail(process, descriptor, Errno.ENOBUFS)
  // The process has subtracted what it posted from the space that it knew; acknowledgments since then are news to it.
  descriptor.knownSpace = known - (call.bytes?.length ?? 0)
  if (descriptor.stream !== null && descriptor.space > descriptor.knownSpace) process.queue.grew(descriptor)
}

function fail(process: Process, descriptor: Descriptor, error: number): void {
  descriptor.postedError = error
  process.queue.consider(descriptor)
}
