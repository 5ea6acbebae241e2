export interface HeartbeatOptions {
  /** Sends a ping to the frame, and another to the world's worker. */
  ping: (number: number) => void
  /** Called once a second while the frame answers and the worker does not, with the seconds since its last answer. */
  onStuck: (seconds: number) => void
  /** Called when the worker answers again. */
  onAgain: () => void
  /** Called when the frame does not answer either: its process has died. */
  onGone: () => void
  /** Real milliseconds. */
  now: () => number
  /** Seconds without an answer after which the worker counts as stuck. */
  stuckAfter?: number
  /** Seconds without an answer after which the frame counts as dead. */
  goneAfter?: number
}

/**
 * Distinguishes a program that does not return from a dead frame. Call `beat` a few times a second, and `frameAnswered`
 * and `workerAnswered` with each answer. Sets no timer itself.
 */
export class Heartbeat {
  readonly #options: Required<HeartbeatOptions>
  #number = 0
  #frame: number
  #worker: number
  #last: number
  #stuckFor = 0

  constructor(options: HeartbeatOptions) {
    this.#options = { stuckAfter: 2, goneAfter: 5, ...options }
    this.#frame = this.#worker = this.#last = this.#options.now()
  }

  beat(): void {
    const now = this.#options.now()
    // The page itself was suspended (a closed lid, a background tab, a breakpoint): silence in that time means nothing.
    if (now - this.#last > 1500) this.#frame = this.#worker = now
    this.#last = now
    this.#options.ping(this.#number++)
    if (now - this.#frame >= this.#options.goneAfter * 1000) {
      this.#options.onGone()
      return
    }
    const silent = Math.floor((now - this.#worker) / 1000)
    if (silent >= this.#options.stuckAfter && silent > this.#stuckFor) {
      this.#stuckFor = silent
      this.#options.onStuck(silent)
    }
  }

  frameAnswered(): void {
    this.#frame = this.#options.now()
  }

  workerAnswered(): void {
    this.#worker = this.#options.now()
    if (this.#stuckFor > 0) this.#options.onAgain()
    this.#stuckFor = 0
  }
}
