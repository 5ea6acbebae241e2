import type { Nanoseconds } from '#network'

/** UV_THREADPOOL_SIZE's default. */
const THREADS = 4

interface Work {
  due: Nanoseconds
  complete: () => void
}

/** The part of a process that the pool needs: its time. */
interface Timed {
  readonly kernel: { readonly time: Nanoseconds }
}

/**
 * libuv's thread pool, for asynchronous work. Four threads take the work in order of submission; each piece takes its given
 * duration, and its result reaches the program when the loop next polls.
 */
export class ThreadPool {
  readonly #realm: Timed
  readonly #freeAt: Nanoseconds[] = new Array(THREADS).fill(0)
  /** Sorted by end time, then by order of submission. */
  readonly #work: Work[] = []

  constructor(realm: Timed) {
    this.#realm = realm
  }

  /** Whether work is in progress, which keeps the process alive. */
  get active(): boolean {
    return this.#work.length > 0
  }

  /** Time at which the next piece is done; infinity for none. */
  get due(): Nanoseconds {
    return this.#work[0]?.due ?? Number.POSITIVE_INFINITY
  }

  /** Submits work: `complete` does it and reports the result once `duration` has passed on a thread. */
  submit(duration: Nanoseconds, complete: () => void): void {
    const now = this.#realm.kernel.time
    const thread = this.#freeAt.indexOf(Math.min(...this.#freeAt))
    const due = Math.max(now, this.#freeAt[thread]!) + duration
    this.#freeAt[thread] = due
    let at = this.#work.length
    while (at > 0 && this.#work[at - 1]!.due > due) at--
    this.#work.splice(at, 0, { due, complete })
  }

  /** Removes and returns the `complete` functions of work that is done by now. */
  takeDone(): (() => void)[] {
    const now = this.#realm.kernel.time
    let count = 0
    while (count < this.#work.length && this.#work[count]!.due <= now) count++
    return this.#work.splice(0, count).map(({ complete }) => complete)
  }
}
