import { type Grading, GradingPool, type Job, type Progress } from '../../ci-runner/index.ts'
import type { BackendName, ExerciseSources, LoadedExercise, Report } from '../grader/index.ts'
import { refuse } from '../grader/running/index.ts'
import { sayingDocker } from './docker-advice.ts'
import { exerciseSources, readExercise } from './exercises.ts'
import { gradeFiles, readSubmission } from './grade-here.ts'
import type { GradeOptions } from './grade-options.ts'
import { Failures, keptIn } from './replay/index.ts'
import { build } from './run-script.ts'

/** Grades folders in the jail of the Docker image, each in a container of its own, `jobs` at the same time. */
export async function gradeJailed(
  options: GradeOptions,
  backend: BackendName,
): Promise<{ name: string; report: Report }[]> {
  const { folders, seed, variant, tests, keep } = options
  const exercise = readExercise(options.exercise)
  const submissions = await Promise.all(
    folders.map(async (name) => ({ name, submission: await readSubmission(name, exercise) })),
  )
  const jobs = Math.min(options.jobs ?? 1, folders.length)
  const jail = await openJail(options.exercise, { jobs, ahead: Math.min(jobs, folders.length - jobs) })
  const grade = async ({ name, submission }: (typeof submissions)[number]) => {
    const job = { submission, backend, seed, variant, submissionName: name, ...(tests && { tests }) }
    const failures = keep === null ? undefined : new Failures()
    const report = await jail.grade(job, failures)
    if (keep !== null) failures?.keep(keptIn(keep, name, folders), report)
    return { name, report }
  }
  try {
    return await Promise.all(submissions.map(grade))
  } finally {
    await jail.pool.stop({ now: true })
  }
}

/** A submission of an exercise that is known, and how it is to be graded. */
export type JailedSubmission = Omit<Job, 'exercise' | 'exerciseHash' | 'recordings' | 'replays'>

/** What is to be sent beside the report. */
type Wanted = Pick<Progress, 'onRecording' | 'onReplay'>

export type GradeJailed = (job: JailedSubmission, wanted?: Wanted) => Promise<Report>

export interface Jail {
  readonly pool: GradingPool
  submit(job: JailedSubmission, wanted?: Wanted): Grading
  /** The report; what Docker cannot do is said for the person at the command line. */
  grade: GradeJailed
}

/** Makes ready what the image is made of, and a pool of containers for submissions of one exercise. */
export async function openJail(exerciseIdOrPath: string, sizes: PoolSizes): Promise<Jail> {
  readExercise(exerciseIdOrPath)
  return jailFor(exerciseIdOrPath, await openPool(sizes))
}

export interface PoolSizes {
  /** Gradings at the same time. */
  jobs: number
  /** Containers that boot while others work. */
  ahead: number
}

/** Makes ready what the image is made of, and a pool of containers for any exercises. */
export async function openPool({ jobs, ahead }: PoolSizes): Promise<GradingPool> {
  await build('image')
  const say = (line: string) => process.stderr.write(`${line}\n`)
  return sayingDocker(GradingPool.open({ size: jobs, ahead, say }))
}

/** Submissions of one exercise, in a pool that others may use too. */
export function jailFor(exerciseIdOrPath: string, pool: GradingPool): Jail {
  const loaded = readExercise(exerciseIdOrPath)
  const exercise = withoutAnswers(exerciseSources(exerciseIdOrPath))
  const submit = (job: JailedSubmission, wanted: Wanted = {}) =>
    refuse(loaded.exercise, job.submission)
      ? refused(loaded, job)
      : pool.submit(
          {
            ...{ ...job, exercise, exerciseHash: loaded.hash },
            recordings: wanted.onRecording !== undefined,
            replays: wanted.onReplay !== undefined,
          },
          wanted,
        )
  return { pool, submit, grade: (job, wanted) => sayingDocker(submit(job, wanted).result) }
}

/** What is refused by its files' names and sizes is refused here: a container would have to take 50 MB to say the same. */
function refused(exercise: LoadedExercise, job: JailedSubmission): Grading {
  const openWorld = () => Promise.reject(new Error('a submission that is refused needs no world'))
  const report = gradeFiles({ ...job, exercise, openWorld })
  return { result: report.then((told) => ({ ...told, authority: 'grade' })), cancel: async () => {} }
}

/** What a container has to know of an exercise: no solution, no wrong solution goes where a submission's program runs. */
function withoutAnswers(sources: ExerciseSources): ExerciseSources {
  const files = Object.entries(sources.files).filter(([path]) => !/^(solution|wrong)\//.test(path))
  return { ...sources, files: Object.fromEntries(files) }
}
