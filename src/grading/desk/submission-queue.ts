/** Submissions that wait for their turn, those of one grading at a time not counted. */
const MOST_WAITING = 16

/** There is no room for another one now. */
export class QueueFullError extends Error {}
/** Whoever handed it in has gone. */
class LeftError extends Error {}

/** Grading takes a whole container: one at a time, in the order of coming, and no more than so many wait. */
export class SubmissionQueue {
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #isBusy = false

  constructor(mostWaiting = MOST_WAITING) {
    this.#mostWaiting = mostWaiting
  }

  /** Runs `work` when its turn comes. One whose signal is aborted before that leaves the queue with a `LeftError`, and is never begun. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      this.#isBusy = false
      this.#waiting.shift()?.()
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new LeftError()
    if (!this.#isBusy) this.#isBusy = true
    else if (this.#waiting.length >= this.#mostWaiting)
      throw new QueueFullError(`${this.#waiting.length} submissions wait already. Hand it in again in a minute.`)
    else await this.#turn(signal)
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1)
        reject(new LeftError())
      }
      const begin = () => {
        signal.removeEventListener('abort', leave)
        this.#isBusy = true
        resolve()
      }
      this.#waiting.push(begin)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}
