import { randomInt } from 'node:crypto'
import type { GradingPool } from '#ci-runner'
import { exerciseIds, readExercise } from '../course/index.ts'
import { UserError } from '../errors/index.ts'
import { jailFor, sayingDocker } from '../jail/index.ts'
import type { Graded, Submission } from './desk.ts'
import { gradedVariant } from './graded-variant.ts'

/** Grades a server's submissions in the jail of the Docker image, as `ackademy grade` does, while the server runs. */
export class SubmissionDesk {
  readonly #openPool: () => Promise<GradingPool>
  #pool: Promise<GradingPool> | null = null

  /** `openPool` is called for the first submission. */
  constructor(openPool: () => Promise<GradingPool>) {
    this.#openPool = openPool
  }

  /** Returns the report, and the packets of failed tests. Throws a `UserError` if nothing can be graded. Aborting the signal stops the container. */
  async grade(
    { exercise, files, hintsOpened, solutionShown = false, practiced, folder = exercise }: Submission,
    signal: AbortSignal,
  ): Promise<Graded> {
    // Only by id: a path would be a path on this machine.
    if (!exerciseIds().includes(exercise)) throw new UserError(`there is no exercise "${exercise}" here`)
    const { exercise: rules } = readExercise(exercise)
    const [backend] = rules.backends
    const recordings: Graded['recordings'] = {}
    const jail = jailFor(exercise, await this.#open())
    const grading = jail.submit(
      {
        submission: files,
        backend: backend!,
        // A seed of its own: a program fitted to the page's practice seed gains nothing.
        seed: randomInt(1, 2 ** 31),
        variant: gradedVariant(rules, backend!, practiced),
        submissionName: folder,
        hintsOpened,
        solutionShown,
      },
      {
        onRecording: (test, pcapng) => {
          recordings[test] = Buffer.from(pcapng).toString('base64')
        },
      },
    )
    signal.addEventListener('abort', () => void grading.cancel(), { once: true })
    return { report: await sayingDocker(grading.result), recordings }
  }

  /** Cancels running jobs and removes every container. */
  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => null)
    await pool?.stop({ now: true })
  }

  #open(): Promise<GradingPool> {
    this.#pool ??= this.#openPool().catch((error) => {
      // Docker may be available the next time.
      this.#pool = null
      throw error
    })
    return this.#pool
  }
}
