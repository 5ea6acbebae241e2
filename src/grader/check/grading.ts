import type { WorldRecipe } from '#lab'
import type { Report } from '../report/index.ts'
import type { GradeExtras, GradeJob } from '../running/index.ts'

/** What the check wants of a grading besides the report, and where the program runs. */
export interface CheckExtras extends GradeExtras {
  /** Run the program in a process of its own, as a submission is: slower, and the capture must be the same. */
  apart?: boolean
}

export interface Graded {
  report: Report
  /** By test: a hash of what was captured; empty without `recordings`. */
  captures: Record<string, string>
  /** By test: how long it took here, in real milliseconds. */
  realMs: Record<string, number>
  /** By test: what makes the world of a failure again; empty without `replays`. */
  replays: Record<string, Replay>
}

/** The world of a failure, and the capture that must come out of it. */
export interface Replay {
  recipe: WorldRecipe
  pcapng: Uint8Array
}

/** Grades one program. May be called again before it has answered. */
export type GradeProgram = (job: GradeJob, extras: CheckExtras) => Promise<Graded>

/** How far the check has come. */
export interface CheckProgress {
  done: number
  total: number
  /** What was finished last: `wrong/chunk, simulated`. */
  what: string
}

const MOST_AGAIN = 3

/** Hands jobs to `grade`, so many at the same time, and counts them. */
export class Gradings {
  /** How many programs were graded. */
  runs = 0
  #done = 0
  #total = 0
  #free: number
  readonly #waiting: (() => void)[] = []
  readonly #grade: GradeProgram
  readonly #onProgress: (progress: CheckProgress) => void

  constructor(grade: GradeProgram, jobs: number, onProgress: (progress: CheckProgress) => void = () => {}) {
    this.#grade = grade
    this.#free = jobs
    this.#onProgress = onProgress
  }

  /** On a real clock a busy machine may be too slow; that says nothing about the exercise, and it is done again. */
  async run(what: string, job: GradeJob, extras: CheckExtras = {}): Promise<Graded> {
    this.#total++
    await this.#enter()
    try {
      let graded = await this.#once(job, extras)
      for (let again = 0; graded.report.status === 'ungradable' && again < MOST_AGAIN; again++)
        graded = await this.#once(job, extras)
      return graded
    } finally {
      this.#leave()
      this.#onProgress({ done: ++this.#done, total: this.#total, what })
    }
  }

  #once(job: GradeJob, extras: CheckExtras): Promise<Graded> {
    this.runs++
    return this.#grade(job, extras)
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Gives the place to the caller that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}
