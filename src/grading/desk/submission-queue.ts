/** Most submissions that wait, besides the one being graded. */
const MOST_WAITING = 16

/** The queue is full. */
export class QueueFullError extends Error {}
/** The client has disconnected. */
class LeftError extends Error {}

/** Grades one submission at a time, since each takes a whole container, in order of arrival; a limited number may wait. */
export class SubmissionQueue {
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #isBusy = false

  constructor(mostWaiting = MOST_WAITING) {
    this.#mostWaiting = mostWaiting
  }

  /** Runs `work` when its turn comes. If the signal is aborted before that, rejects with a `LeftError` and never starts. */
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
