/**
 * Entry of this machine's events into the world. The world accepts acts only while it is stopped; events during a run
 * wait here for some milliseconds and keep their order.
 */
export class Threshold {
  readonly #waiting: (() => void)[] = []
  #isRunning = false

  /** Acts on the world now, or as soon as it stops. */
  act(act: () => void): void {
    if (this.#isRunning || this.#waiting.length > 0) this.#waiting.push(act)
    else act()
  }

  /** The world runs until `running` has ended. */
  async during<T>(running: () => Promise<T>): Promise<T> {
    this.#isRunning = true
    try {
      return await running()
    } finally {
      this.#isRunning = false
      this.#letIn()
    }
  }

  /** Immediate consequences of an act queue behind the waiting acts. */
  #letIn(): void {
    for (let act = this.#waiting[0]; act !== undefined; act = this.#waiting[0]) {
      act()
      this.#waiting.shift()
    }
  }
}
