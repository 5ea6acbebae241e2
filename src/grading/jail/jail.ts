/**
 * Grading in the jail of the Docker image: a pool of containers that takes submissions of one exercise. How one is confined is ci-runner's
 * business, and which submissions there are is the caller's.
 */
import type { Grading, GradingPool, Progress } from '#ci-runner'
import { type LoadedExercise, type Report, withoutAnswers } from '#grader'
import { type GradeJob, refuse } from '#grader/running/index.ts'
import { exerciseSources, readExercise } from '../course/index.ts'
import { gradeFiles } from '../here/index.ts'
import { sayingDocker } from './docker-advice.ts'

/** Listeners for what is wanted besides the report. */
type Wanted = Pick<Progress, 'onRecording' | 'onReplay'>

export type GradeJailed = (job: GradeJob, wanted?: Wanted) => Promise<Report>

export interface Jail {
  readonly pool: GradingPool
  submit(job: GradeJob, wanted?: Wanted): Grading
  /** The report; what Docker cannot do is said for the person at the command line. */
  grade: GradeJailed
}

/** Submissions of one exercise, in a pool that others may use too. */
export function jailFor(exerciseIdOrPath: string, pool: GradingPool): Jail {
  const loaded = readExercise(exerciseIdOrPath)
  // No solution and no wrong program goes where a submission's program runs.
  const sources = exerciseSources(exerciseIdOrPath)
  const exercise = { ...sources, files: withoutAnswers(sources.files) }
  const submit = (job: GradeJob, wanted: Wanted = {}) =>
    refuse(loaded.exercise, job.submission)
      ? refused(loaded, job)
      : pool.submit(
          {
            job,
            exercise,
            exerciseHash: loaded.hash,
            recordings: wanted.onRecording !== undefined,
            replays: wanted.onReplay !== undefined,
          },
          wanted,
        )
  return { pool, submit, grade: (job, wanted) => sayingDocker(submit(job, wanted).result) }
}

/** What is refused by its files' names and sizes is refused here: a container would have to take 50 MB to say the same. */
function refused(exercise: LoadedExercise, job: GradeJob): Grading {
  const openWorld = () => Promise.reject(new Error('a submission that is refused needs no world'))
  const report = gradeFiles({ ...job, exercise, openWorld })
  return { result: report.then((told) => ({ ...told, authority: 'grade' })), cancel: async () => {} }
}
