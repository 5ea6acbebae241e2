/** One world of one test, by name: every runner draws the same faults for it. */
export interface WorldTask {
  test: string
  world: number
}

/** Runs worlds of fault tests somewhere else: on other threads, in other processes. */
export interface WorldPool {
  /** Number of worlds that run at the same time. */
  readonly size: number
  /** Fewest worlds worth starting it for. */
  readonly paysFrom: number
  /** Returns whether the test passed in that world. Any other outcome counts as no. */
  run(task: WorldTask): Promise<boolean>
}
