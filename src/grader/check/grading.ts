import type { WorldRecipe } from '#lab'
import type { Report } from '../report/index.ts'
import type { GradeExtras, GradeJob } from '../running/index.ts'

/** What the check needs of a grading besides the report, and where the program runs. */
export interface CheckExtras extends GradeExtras {
  /** Run the program in a process of its own, as submissions run: slower, and the capture must be the same. */
  apart?: boolean
}

export interface Graded {
  report: Report
  /** By test: a hash of its capture; empty without `recordings`. */
  captures: Record<string, string>
  /** By test: how long it took here, in real milliseconds. */
  realMs: Record<string, number>
  /** By test: the recipe of a failure's world; empty without `replays`. */
  replays: Record<string, Replay>
}

/** The recipe of a failure's world, and the capture that its replay must produce. */
export interface Replay {
  recipe: WorldRecipe
  pcapng: Uint8Array
}

/** Grades one program. May be called again before it has answered. */
export type GradeProgram = (job: GradeJob, extras: CheckExtras) => Promise<Graded>

/** Progress of the check. */
export interface CheckProgress {
  done: number
  total: number
  /** The last completed job: `wrong/chunk, simulated`. */
  what: string
}

const MOST_AGAIN = 3

/** Passes jobs to `grade`, a limited number at the same time, and counts them. */
export class Gradings {
  /** Number of graded programs. */
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

  /** On a real clock a busy machine may be too slow; that says nothing about the exercise, so the grading is repeated. */
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

  /** Gives the slot to the caller that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}
