import type { Nanoseconds } from '#network'

/** UV_THREADPOOL_SIZE's default. */
const THREADS = 4

interface Work {
  due: Nanoseconds
  complete: () => void
}

/** What the pool needs of its process: its time. */
interface Timed {
  readonly kernel: { readonly time: Nanoseconds }
}

/**
 * libuv's thread pool: what a program asks for without waiting. Four threads take the work in the order in which it came; each
 * piece takes the time that it is said to take, and its result reaches the program when the loop next polls.
 */
export class ThreadPool {
  readonly #realm: Timed
  readonly #freeAt: Nanoseconds[] = new Array(THREADS).fill(0)
  /** By the time of their end; of the same time in the order of asking. */
  readonly #work: Work[] = []

  constructor(realm: Timed) {
    this.#realm = realm
  }

  /** Work is under way: the process stays alive. */
  get active(): boolean {
    return this.#work.length > 0
  }

  /** When the next piece is done; infinity for none. */
  get due(): Nanoseconds {
    return this.#work[0]?.due ?? Number.POSITIVE_INFINITY
  }

  /** `complete` does the work and tells of it, when `duration` has passed on a thread. */
  submit(duration: Nanoseconds, complete: () => void): void {
    const now = this.#realm.kernel.time
    const thread = this.#freeAt.indexOf(Math.min(...this.#freeAt))
    const due = Math.max(now, this.#freeAt[thread]!) + duration
    this.#freeAt[thread] = due
    let at = this.#work.length
    while (at > 0 && this.#work[at - 1]!.due > due) at--
    this.#work.splice(at, 0, { due, complete })
  }

  /** What is done by now. */
  takeDone(): (() => void)[] {
    const now = this.#realm.kernel.time
    let count = 0
    while (count < this.#work.length && this.#work[count]!.due <= now) count++
    return this.#work.splice(0, count).map(({ complete }) => complete)
  }
}
