/**
 * Where what happens on this machine enters the world. The world may be acted on only while it stands; what happens while it
 * runs waits here until it stands again, some milliseconds, and keeps its order.
 */
export class Threshold {
  readonly #waiting: (() => void)[] = []
  #isRunning = false

  /** Acts on the world now, or as soon as it stands. */
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

  /** What an act brings about at once comes behind those that wait. */
  #letIn(): void {
    for (let act = this.#waiting[0]; act !== undefined; act = this.#waiting[0]) {
      act()
      this.#waiting.shift()
    }
  }
}
