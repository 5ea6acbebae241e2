import { type BackendName, escapedJson, type Files, hasPassed, onOneLine } from '#grader'
import { areAlike, compareWorlds, comparisonAsText, type GradedWorld, type GradeJob } from '#grader/running/index.ts'
import { readExercise } from '#grading/course/index.ts'
import { readSubmission } from '#grading/here/index.ts'
import type { GradeJailed } from '#grading/jail/index.ts'
import { CommandError } from '../command-error.ts'
import { openJail } from '../pool.ts'
import { jobFor } from './command.ts'
import type { GradeOptions } from './options.ts'

/** `ackademy grade --backend both`: the same tests with the same parameters in a simulated and in a real world, and the differences. */
export async function gradeBoth(options: GradeOptions): Promise<number> {
  const exercise = readExercise(options.exercise)
  const { backends } = exercise.exercise
  if (backends.length < 2) throw new CommandError(`--backend both: ${options.exercise} has ${backends[0]} only`)
  // One container boots while another works.
  const { pool, grade } = await openJail(options.exercise, { jobs: 1, ahead: 1 })
  try {
    const on = { grade, random: exercise.exercise.random }
    const statuses = []
    for (const folder of options.folders)
      statuses.push(await compareOne(folder, await readSubmission(folder, exercise), options, on))
    return Math.max(...statuses)
  } finally {
    await pool.stop({ now: true })
  }
}

async function compareOne(
  name: string,
  submission: Files,
  options: GradeOptions,
  { grade, random }: { grade: GradeJailed; random: readonly string[] },
): Promise<number> {
  const on = (backend: BackendName) =>
    gradeOn({ ...jobFor({ ...options, backend }, name, submission), like: 'linux' }, grade)
  const [simulated, linux] = await Promise.all([on('simulated'), on('linux')])
  const comparison = compareWorlds(simulated, linux, random)
  const heading = options.folders.length > 1 ? `── ${onOneLine(name)}\n` : ''
  const result = { simulated: simulated.report, linux: linux.report, comparison }
  process.stdout.write(options.format === 'json' ? escapedJson(result) : `${heading}${comparisonAsText(comparison)}`)
  return statusOf(simulated, linux, areAlike(comparison))
}

async function gradeOn(job: GradeJob, grade: GradeJailed): Promise<GradedWorld> {
  const recordings = new Map<string, Uint8Array>()
  const report = await grade(job, { onRecording: (test, pcapng) => recordings.set(test, pcapng) })
  return { report, recordings }
}

/** 0 both passed and are alike, 1 not, 2 one could not be graded. */
function statusOf(simulated: GradedWorld, linux: GradedWorld, alike: boolean): number {
  const reports = [simulated.report, linux.report]
  if (reports.some((report) => report.status !== 'graded')) return 2
  return alike && reports.every(hasPassed) ? 0 : 1
}
