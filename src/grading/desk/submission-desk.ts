import { randomInt } from 'node:crypto'
import type { GradingPool } from '#ci-runner'
import { exerciseIds, readExercise } from '../course/index.ts'
import { UserError } from '../errors/index.ts'
import { jailFor, sayingDocker } from '../jail/index.ts'
import type { Graded, Submission } from './desk.ts'

/** Grades what is handed in to a server in the jail of the Docker image, as `ackademy grade` does it, for as long as the server lives. */
export class SubmissionDesk {
  readonly #openPool: () => Promise<GradingPool>
  #pool: Promise<GradingPool> | null = null

  /** `openPool` is called when the first submission comes. */
  constructor(openPool: () => Promise<GradingPool>) {
    this.#openPool = openPool
  }

  /** The report, and the packets of what failed. Throws a `UserError` where nothing can be graded. When the signal is aborted its container ends. */
  async grade(
    { exercise, files, hintsOpened, solutionShown = false, folder = exercise }: Submission,
    signal: AbortSignal,
  ): Promise<Graded> {
    // By its id alone: a path would be one of this machine.
    if (!exerciseIds().includes(exercise)) throw new UserError(`there is no exercise "${exercise}" here`)
    const { backends } = readExercise(exercise).exercise
    const recordings: Graded['recordings'] = {}
    const jail = jailFor(exercise, await this.#open())
    const grading = jail.submit(
      {
        submission: files,
        backend: backends[0]!,
        // A seed of its own: a program fitted to the page's practice seed gains nothing.
        seed: randomInt(1, 2 ** 31),
        variant: 'practice',
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

  /** What is graded is given up, and no container is left. */
  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => null)
    await pool?.stop({ now: true })
  }

  #open(): Promise<GradingPool> {
    this.#pool ??= this.#openPool().catch((error) => {
      // Docker may be there the next time.
      this.#pool = null
      throw error
    })
    return this.#pool
  }
}
