/** One world of one test, by name: whoever runs it draws the same faults. */
export interface WorldTask {
  test: string
  world: number
}

/** Runs worlds of fault tests somewhere else: on other threads, in other processes. */
export interface Crew {
  /** How many it runs at the same time. */
  readonly size: number
  /** For fewer worlds it is not worth starting. */
  readonly paysFrom: number
  /** Did the test pass in that world? Whatever else happened counts as no. */
  run(task: WorldTask): Promise<boolean>
}
