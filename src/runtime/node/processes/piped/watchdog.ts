import { Worker } from 'node:worker_threads'

/**
 * Memory shared by the kernel's thread and its watchdog (`waits` is odd while the kernel waits). The watchdog answers with the turn
 * whose child was killed, and the `Verdict`.
 */
export const Slot = { turn: 0, pid: 1, mostMs: 2, mostMiB: 3, waits: 4, killed: 5, verdict: 6 } as const
export const Verdict = { none: 0, tooSlow: 1, tooMuchMemory: 2 } as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

export interface TurnAllowance {
  /** How long the kernel waits for the child in one turn. */
  ms: number
  /** Memory of the whole child. */
  mib: number
  /** The program's part of it. */
  programMiB: number
}

/**
 * The kernel reads a child's answers blocking, so nothing in its thread could notice a child that does not answer. A
 * separate thread watches: when the kernel has waited too long in a turn, or the child has grown too large, it kills the child;
 * the child's end of the pipe closes, and the kernel continues.
 */
class Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(Object.keys(Slot).length * 4))

  constructor() {
    const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: this.#shared })
    worker.unref()
  }

  /** Begins a turn of this child. */
  begin(pid: number, allowance: TurnAllowance): void {
    Atomics.store(this.#shared, Slot.pid, pid)
    Atomics.store(this.#shared, Slot.mostMs, allowance.ms)
    Atomics.store(this.#shared, Slot.mostMiB, allowance.mib)
    Atomics.add(this.#shared, Slot.turn, 1)
  }

  /** Runs `act`, which waits for the child. */
  during<Result>(act: () => Result): Result {
    Atomics.add(this.#shared, Slot.waits, 1)
    try {
      return act()
    } finally {
      Atomics.add(this.#shared, Slot.waits, 1)
    }
  }

  /** Why the child of the current turn was killed, if it was. */
  get verdict(): Verdict {
    const isOfThisTurn = Atomics.load(this.#shared, Slot.killed) === Atomics.load(this.#shared, Slot.turn)
    return isOfThisTurn ? (Atomics.load(this.#shared, Slot.verdict) as Verdict) : Verdict.none
  }
}

let watchdog: Watchdog | null = null

/** Returns the one watchdog for all children of this thread: the kernel waits for one at a time. */
export function theWatchdog(): Watchdog {
  watchdog ??= new Watchdog()
  return watchdog
}
