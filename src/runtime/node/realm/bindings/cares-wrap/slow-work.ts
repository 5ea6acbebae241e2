/** getaddrinfo and getnameinfo may use half of the thread pool's four threads (UV__WORK_SLOW_IO): further calls wait. */
const SLOW_THREADS = 2

export class SlowWork {
  #running = 0
  readonly #waiting: ((release: () => void) => void)[] = []

  /** Queues `work`, which occupies a thread until it calls `release`. */
  submit(work: (release: () => void) => void): void {
    this.#waiting.push(work)
    this.#next()
  }

  #next(): void {
    if (this.#running >= SLOW_THREADS) return
    const work = this.#waiting.shift()
    if (work === undefined) return
    this.#running++
    work(() => {
      this.#running--
      this.#next()
    })
  }
}
