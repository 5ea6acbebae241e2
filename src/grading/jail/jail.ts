/**
 * Grading in the jail of the Docker image: a pool of containers that takes submissions of one exercise. ci-runner confines
 * them; the caller brings the submissions.
 */
import type { Grading, GradingPool, Progress } from '#ci-runner'
import { type LoadedExercise, type Report, withoutAnswers } from '#grader'
import { type GradeJob, refuse } from '#grader/running/index.ts'
import { exerciseSources, readExercise } from '../course/index.ts'
import { gradeFiles } from '../here/index.ts'
import { sayingDocker } from './docker-advice.ts'

/** Listeners for results besides the report. */
type Wanted = Pick<Progress, 'onRecording' | 'onReplay'>

export type GradeJailed = (job: GradeJob, wanted?: Wanted) => Promise<Report>

export interface Jail {
  readonly pool: GradingPool
  submit(job: GradeJob, wanted?: Wanted): Grading
  /** Returns the report; throws Docker's failures as messages for the command line. */
  grade: GradeJailed
}

/** Grades submissions of one exercise, in a pool that others may share. */
export function jailFor(exerciseIdOrPath: string, pool: GradingPool): Jail {
  const loaded = readExercise(exerciseIdOrPath)
  // Solutions and wrong programs must not reach the container in which a submission runs.
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

/** Refuses submissions by their files' names and sizes before a container has to read up to 50 MB. */
function refused(exercise: LoadedExercise, job: GradeJob): Grading {
  const openWorld = () => Promise.reject(new Error('a submission that is refused needs no world'))
  const report = gradeFiles({ ...job, exercise, openWorld })
  return { result: report.then((told) => ({ ...told, authority: 'grade' })), cancel: async () => {} }
}
