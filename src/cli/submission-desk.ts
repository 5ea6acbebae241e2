import { randomInt } from 'node:crypto'
import type { GradingPool } from '../../ci-runner/index.ts'
import { readExercise } from './exercises.ts'
import { jailFor, openPool } from './grade-jailed.ts'
import type { Graded, Submission } from './submissions.ts'

/** Grades what is handed in to a server in the jail of the Docker image, as `ackademy grade` does it, for as long as the server lives. */
export class SubmissionDesk {
  #pool: Promise<GradingPool> | null = null

  /** The report, and the packets of what failed. Throws a `CommandError` where nothing can be graded. */
  async grade({ exercise, files, hintsOpened, folder = exercise }: Submission): Promise<Graded> {
    const { backends } = readExercise(exercise).exercise
    const recordings: Graded['recordings'] = {}
    const jail = jailFor(exercise, await this.#open())
    const report = await jail.grade(
      {
        submission: files,
        backend: backends[0]!,
        // Luck learnt by heart in the page does not help.
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

  /** One container boots while another works, so that the next submission finds it ready. */
  #open(): Promise<GradingPool> {
    this.#pool ??= openPool({ jobs: 1, ahead: 1 }).catch((error) => {
      // Docker may be there the next time.
      this.#pool = null
      throw error
    })
    return this.#pool
  }
}
