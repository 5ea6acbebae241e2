import { Worker } from 'node:worker_threads'

/**
 * The kernel reads a child's answers blocking, so nothing in its thread could notice a child that does not answer. A thread of
 * its own watches: when a turn takes too long it kills the child, whose end of the pipe closes, and the kernel reads on.
 */
class Watchdog {
  /** [turn counter: odd while a child owes an answer, its pid, most ms, the turn whose child was killed]. */
  readonly #shared = new Int32Array(new SharedArrayBuffer(16))

  constructor() {
    const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: this.#shared })
    worker.unref()
  }

  begin(pid: number, mostMs: number): void {
    Atomics.store(this.#shared, 1, pid)
    Atomics.store(this.#shared, 2, mostMs)
    Atomics.add(this.#shared, 0, 1)
  }

  end(): void {
    Atomics.add(this.#shared, 0, 1)
  }

  /** Whether the child that owes an answer now was killed for it. */
  get hasKilled(): boolean {
    return Atomics.load(this.#shared, 3) === Atomics.load(this.#shared, 0)
  }
}

let watchdog: Watchdog | null = null

/** One for all children of this thread: the kernel waits for one at a time. */
export function theWatchdog(): Watchdog {
  watchdog ??= new Watchdog()
  return watchdog
}
