import { Worker } from 'node:worker_threads'

/** What the kernel's thread tells its watchdog (`waits` is odd while it waits), and is told: the turn whose child was killed. */
export const Slot = { turn: 0, pid: 1, mostMs: 2, waits: 3, killed: 4 } as const

/**
 * The kernel reads a child's answers blocking, so nothing in its thread could notice a child that does not answer. A thread of
 * its own watches: when the kernel has waited too long in a turn it kills the child, whose end of the pipe closes, and the kernel
 * reads on.
 */
class Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(Object.keys(Slot).length * 4))

  constructor() {
    const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: this.#shared })
    worker.unref()
  }

  /** A turn of this child begins: the kernel may wait for it `mostMs` in all. */
  begin(pid: number, mostMs: number): void {
    Atomics.store(this.#shared, Slot.pid, pid)
    Atomics.store(this.#shared, Slot.mostMs, mostMs)
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

  /** Whether the child whose turn it is was killed for it. */
  get hasKilled(): boolean {
    return Atomics.load(this.#shared, Slot.killed) === Atomics.load(this.#shared, Slot.turn)
  }
}

let watchdog: Watchdog | null = null

/** One for all children of this thread: the kernel waits for one at a time. */
export function theWatchdog(): Watchdog {
  watchdog ??= new Watchdog()
  return watchdog
}
