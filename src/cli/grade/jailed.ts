import type { Judged } from '#grader'
import { readExercise } from '#grading/course/index.ts'
import { readSubmission } from '#grading/here/index.ts'
import { Failures, keptIn } from '#grading/replay/index.ts'
import { openJail } from '../pool.ts'
import { type GradeCommand, jobFor } from './command.ts'

/** Grades folders in the jail of the Docker image, each in a container of its own, `jobs` at the same time. */
export async function gradeJailed(command: GradeCommand): Promise<Judged[]> {
  const { folders, keep } = command
  const exercise = readExercise(command.exercise)
  const submissions = await Promise.all(
    folders.map(async (name) => ({ name, job: jobFor(command, name, await readSubmission(name, exercise)) })),
  )
  const jobs = Math.min(command.jobs ?? 1, folders.length)
  const jail = await openJail(command.exercise, { jobs, ahead: Math.min(jobs, folders.length - jobs) })
  const grade = async ({ name, job }: (typeof submissions)[number]) => {
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
