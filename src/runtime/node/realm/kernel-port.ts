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

/** Thrown through a program's code when its process has ended; code that catches it finds every binding inert. */
export const EXITED = Object.freeze({ exited: true })

const INERT: SyscallResult = { a: 0, b: 0, str: '', bytes: null }

/**
 * The process's connection to the kernel. Tracks the process's own time, costs not yet reported to the kernel, and how much each
 * descriptor may still send, so that a send with a certain result doesn't wait for an answer.
 */
export class KernelPort {
  /** Virtual time of this process: the turn's start plus its cost so far. */
  time: Nanoseconds = 0
  /** Whether the next event is here already; it comes before anything else that the process does. */
  moreIsReady = false
  /** Time until which nothing else can happen in the world; 0 once a call may have changed that. */
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

  /** Returns the costs since the last message, which the turn's end reports to the kernel. */
  takeCost(): Nanoseconds {
    const cost = this.#unsent
    this.#unsent = 0
    return cost
  }

  /** Charges for something that the process did without a call, such as one more round of its event loop. */
  spend(cost: Nanoseconds): void {
    this.time += cost
    this.#unsent += cost
  }

  /** Reads the clock, in ns since the world's start. */
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

  /** `Op.standStill`: time passes during the call. */
  standStill(pid: number, deadline: Nanoseconds, wanted: Uint8Array): number {
    const result = this.call(Op.standStill, pid, deadline, 0, '', wanted)
    const { a, b } = this.out
    this.time = Math.max(this.time, this.call(Op.clock))
    this.out.a = a
    this.out.b = b
    return result
  }

  /** Reports how much the process holds. Costs no time and changes nothing in the world. */
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

  /** Replaces the kernel's error: it throws only to a process that it has ended, and the error is the environment's object. */
  #endedByKernel(): never {
    this.ended = true
    throw EXITED
  }
}
