import type { Nanoseconds } from '#network'
import {
  CALL_COST,
  EventType,
  type Gauge,
  type KernelEvent,
  MORE_IS_READY,
  Op,
  type SyscallResult,
  type SystemCalls,
  TURN_COST,
} from '../syscalls/index.ts'

/** Thrown through a program's code when its process has ended; whoever catches it finds every binding inert. */
export const EXITED = Object.freeze({ exited: true })

const INERT: SyscallResult = { a: 0, b: 0, str: '', bytes: null }

/**
 * This process's way into the kernel: keeps the process's own time and the costs that the kernel does not know of yet, and how
 * much each descriptor may still send, so that a send whose result is certain need not wait for an answer.
 */
export class KernelPort {
  /** Virtual time of this process: the turn's start and what it has cost so far. */
  time: Nanoseconds = 0
  /** The next event is there already, and comes before anything else that the process does. */
  moreIsReady = false
  /** Until then nothing else can happen in the world; 0 once a call may have changed that. */
  horizon: Nanoseconds = 0
  ended = false
  /** Free send space by descriptor, where it is known. */
  readonly sendSpace = new Map<number, number>()
  readonly #calls: SystemCalls
  #unsent: Nanoseconds = 0

  constructor(calls: SystemCalls) {
    this.#calls = calls
  }

  get out(): SyscallResult {
    return this.ended ? INERT : this.#calls.out
  }

  beginTurn(event: KernelEvent): void {
    this.time = event.time + TURN_COST
    this.moreIsReady = event.horizon === MORE_IS_READY && event.type !== EventType.start
    this.horizon = event.horizon
    this.#unsent = 0
    const { credit } = event
    if (!credit) return
    for (let i = 0; i + 1 < credit.length; i += 2) this.sendSpace.set(credit[i]!, credit[i + 1]!)
  }

  /** Costs since the last message: what the turn's end tells the kernel. */
  takeCost(): Nanoseconds {
    const cost = this.#unsent
    this.#unsent = 0
    return cost
  }

  /** Something that the process did without a call, such as one more round of its own event loop. */
  spend(cost: Nanoseconds): void {
    this.time += cost
    this.#unsent += cost
  }

  /** A reading of the clock, in ns since the world's start. */
  clock(): Nanoseconds {
    this.spend(CALL_COST)
    return this.time
  }

  call(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    if (this.ended) return 0
    this.#beforeMessage()
    try {
      return this.#calls.call(this.takeCost(), op, a, b, c, str, bytes)
    } catch {
      return this.#endedByKernel()
    }
  }

  post(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): void {
    if (this.ended) return
    this.#beforeMessage()
    try {
      this.#calls.post(this.takeCost(), op, a, b, c, str, bytes)
    } catch {
      this.#endedByKernel()
    }
  }

  /** `Op.standStill`: time passes meanwhile. */
  standStill(pid: number, deadline: Nanoseconds, wanted: Uint8Array): number {
    const result = this.call(Op.standStill, pid, deadline, 0, '', wanted)
    const { a, b } = this.out
    this.time = Math.max(this.time, this.call(Op.clock))
    this.out.a = a
    this.out.b = b
    return result
  }

  /** Says what the process holds. Costs no time and changes nothing in the world. */
  report(gauge: Gauge, value: number): void {
    if (this.ended) return
    try {
      this.#calls.post(0, Op.report, gauge, value)
    } catch {
      this.ended = true
    }
  }

  #beforeMessage(): void {
    this.time += CALL_COST
    this.horizon = 0
  }

  /** The kernel throws only to a process that it has ended. Its error is the environment's object and goes no further. */
  #endedByKernel(): never {
    this.ended = true
    throw EXITED
  }
}
