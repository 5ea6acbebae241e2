import type { CheckExtras, Graded } from '#grader/check/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import { CommandError } from '../command-error.ts'
import { WorkerLost, WorkerProcess } from './worker-process.ts'

/**
 * Workers that grade programs of one exercise, as many at the same time as `grade` is called. Programs share a process with their
 * world, which is several times faster than a process for each; one that hangs or brings down its worker is graded again in a
 * process of its own, where it is the program that ends and not the worker.
 */
export class GradePool {
  readonly #together: Workers
  readonly #apart: Workers

  /** `exercise`: its id, or the path of its folder. */
  constructor(exercise: string) {
    this.#together = new Workers(exercise, false)
    this.#apart = new Workers(exercise, true)
  }

  /** Throws `CommandError` when the exercise cannot be graded at all. */
  async grade(job: GradeJob, extras: CheckExtras): Promise<Graded> {
    if (!extras.apart) {
      const graded = await this.#together.grade(job, extras)
      if (graded) return graded
    }
    // The machine may be why the worker was lost: tries once more, with another.
    const graded = (await this.#apart.grade(job, extras)) ?? (await this.#apart.grade(job, extras))
    if (graded) return graded
    const why = this.#apart.lost?.message ?? 'it ended'
    throw new CommandError(`a grading process was lost twice, though the program had one of its own: ${why}`)
  }

  close(): void {
    this.#together.close()
    this.#apart.close()
  }
}

class Workers {
  readonly #exercise: string
  readonly #apart: boolean
  readonly #all = new Set<WorkerProcess>()
  readonly #idle: WorkerProcess[] = []
  /** Why the last worker was lost. */
  lost: WorkerLost | null = null
  #closed = false

  constructor(exercise: string, apart: boolean) {
    this.#exercise = exercise
    this.#apart = apart
  }

  /** Returns null if the worker was lost. */
  async grade(job: GradeJob, extras: CheckExtras): Promise<Graded | null> {
    const worker = this.#idle.pop() ?? this.#start()
    try {
      const graded = await worker.grade(job, extras)
      this.#idle.push(worker)
      return graded
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      this.#all.delete(worker)
      this.lost = error
      return null
    }
  }

  /** Gives waiting jobs no worker any more: a new one would delay the command's end. */
  close(): void {
    this.#closed = true
    for (const worker of this.#all) worker.close()
  }

  #start(): WorkerProcess {
    if (this.#closed) throw new CommandError('the check has been given up')
    const worker = new WorkerProcess(this.#exercise, this.#apart)
    this.#all.add(worker)
    return worker
  }
}
