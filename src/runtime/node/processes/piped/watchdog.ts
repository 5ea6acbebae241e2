import { Worker } from 'node:worker_threads'

/**
 * What the kernel's thread tells its watchdog (`waits` is odd while it waits), and is told: the turn whose child was killed, and
 * the `Verdict`.
 */
export const Slot = { turn: 0, pid: 1, mostMs: 2, mostMiB: 3, waits: 4, killed: 5, verdict: 6 } as const
export const Verdict = { none: 0, tooSlow: 1, tooMuchMemory: 2 } as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

export interface TurnAllowance {
  /** How long the kernel waits for the child in one turn. */
  ms: number
  /** Memory of the whole child. */
  mib: number
  /** What of it the program may have. */
  programMiB: number
}

/**
 * The kernel reads a child's answers blocking, so nothing in its thread could notice a child that does not answer. A thread of
 * its own watches: when the kernel has waited too long in a turn, or the child has grown too large, it kills the child; its end of
 * the pipe closes, and the kernel reads on.
 */
class Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(Object.keys(Slot).length * 4))

  constructor() {
    const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: this.#shared })
    worker.unref()
  }

  /** A turn of this child begins. */
  begin(pid: number, allowance: TurnAllowance): void {
    Atomics.store(this.#shared, Slot.pid, pid)
    Atomics.store(this.#shared, Slot.mostMs, allowance.ms)
    Atomics.store(this.#shared, Slot.mostMiB, allowance.mib)
    Atomics.add(this.#shared, Slot.turn, 1)
  }

  /** Does something that waits for the child. */
  during<Result>(act: () => Result): Result {
    Atomics.add(this.#shared, Slot.waits, 1)
    try {
      return act()
    } finally {
      Atomics.add(this.#shared, Slot.waits, 1)
    }
  }

  /** Why the child whose turn it is was killed, if it was. */
  get verdict(): Verdict {
    const isOfThisTurn = Atomics.load(this.#shared, Slot.killed) === Atomics.load(this.#shared, Slot.turn)
    return isOfThisTurn ? (Atomics.load(this.#shared, Slot.verdict) as Verdict) : Verdict.none
  }
}

let watchdog: Watchdog | null = null

/** One for all children of this thread: the kernel waits for one at a time. */
export function theWatchdog(): Watchdog {
  watchdog ??= new Watchdog()
  return watchdog
}
