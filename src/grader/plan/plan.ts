import type { Capability, Duration, Lab, LeakExpectation, Schedule } from '#lab'
import type { FaultPlan } from './fault-plan.ts'

export interface TestOptions {
  /** The longest time that this test takes, in the world. Default 2 s. Linux runs it only up to 3 s. */
  waits?: Duration
  needs?: Capability[]
  /** Parameters of the topology for this test. */
  topology?: Record<string, string | number | boolean>
  /** Run the leak oracle after the body; `true` or what may remain. */
  leaks?: boolean | LeakExpectation
  /** The delimiters that the schedule `split` cuts around; default a newline. */
  delimiters?: string[]
}

/** One test as its file registered it; nothing has run yet. */
export interface PlannedTest {
  /** `v1`, `h3/dribble`: what hints, groups and wrong solutions refer to. */
  id: string
  title: string
  /** Its test file: `practice.test.ts`. */
  file: string
  options: TestOptions
  schedule: Schedule
  /** Faults of its worlds; absent: none. */
  faults?: FaultPlan
  /** Setup and body, in a world that the runner has opened. */
  run(lab: Lab): Promise<void>
}

/** A problem that a test file's author must fix. */
export class TestFileError extends Error {
  override readonly name = 'TestFileError'
}

/** Collects what a test file registers while it is evaluated. */
export class Collector {
  readonly tests: PlannedTest[] = []
  readonly #file: string
  readonly #groups: string[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** `name`: the id, a space, and a sentence about the network. `suffix`: `/dribble`. */
  add(name: string, suffix: string, test: Pick<PlannedTest, 'options' | 'schedule' | 'faults' | 'run'>): void {
    const [, id, sentence] = /^(\S+)\s+(.+)$/s.exec(name) ?? []
    if (!id || !sentence || !/^[a-z][a-z0-9-]*$/.test(id))
      throw new TestFileError(
        `${this.#file}: found a test named ${JSON.stringify(name)}, expected its id and then a sentence: "v1 answers three lines"`,
      )
    const title = [...this.#groups, sentence].join(' › ')
    this.tests.push({ id: id + suffix, title, file: this.#file, ...test })
  }

  describe(name: string, body: () => void): void {
    this.#groups.push(name)
    try {
      body()
    } finally {
      this.#groups.pop()
    }
  }
}

let current: Collector | null = null

/** The collector of the file that is being evaluated. */
export function collector(): Collector {
  if (!current)
    throw new TestFileError(
      'a test was registered outside a test file: call test() at the top level of visible.test.ts and the like',
    )
  return current
}

let turn: Promise<unknown> = Promise.resolve()

/** Collects what a test file registers while `evaluate` runs it. A thread reads files one after the other: `test()` names no file. */
export function collectTests(file: string, evaluate: () => Promise<unknown>): Promise<PlannedTest[]> {
  const read = async () => {
    const mine = new Collector(file)
    current = mine
    try {
      await evaluate()
    } finally {
      current = null
    }
    return mine.tests
  }
  const mine = turn.then(read)
  turn = mine.catch(() => {})
  return mine
}
