import { randomInt } from 'node:crypto'
import type { GradingPool } from '../../../ci-runner/index.ts'
import { readExercise } from '../course/index.ts'
import { jailFor } from '../jail/index.ts'
import type { Graded, Submission } from './take-submission.ts'

/** Grades what is handed in to a server in the jail of the Docker image, as `ackademy grade` does it, for as long as the server lives. */
export class SubmissionDesk {
  readonly #openPool: () => Promise<GradingPool>
  #pool: Promise<GradingPool> | null = null

  /** `openPool` is called when the first submission comes. */
  constructor(openPool: () => Promise<GradingPool>) {
    this.#openPool = openPool
  }

  /** The report, and the packets of what failed. Throws a `UserError` where nothing can be graded. */
  async grade({ exercise, files, hintsOpened, folder = exercise }: Submission): Promise<Graded> {
    const { backends } = readExercise(exercise).exercise
    const recordings: Graded['recordings'] = {}
    const jail = jailFor(exercise, await this.#open())
    const report = await jail.grade(
      {
        submission: files,
        backend: backends[0]!,
        // A seed of its own: a program fitted to the page's practice seed gains nothing.
        seed: randomInt(1, 2 ** 31),
        variant: 'practice',
        submissionName: folder,
        hintsOpened,
      },
      {
        onRecording: (test, pcapng) => {
          recordings[test] = Buffer.from(pcapng).toString('base64')
        },
      },
    )
    return { report, recordings }
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
