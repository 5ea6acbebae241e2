import { type Files, hasPassed } from '../grader/index.ts'
import { areAlike, compareWorlds, comparisonAsText, type GradedWorld } from '../grader/running/index.ts'
import { CommandError } from './command-error.ts'
import { readExercise } from './exercises.ts'
import { readSubmission } from './grade-here.ts'
import { type GradeJailed, type JailedSubmission, openJail } from './grade-jailed.ts'
import type { GradeOptions } from './grade-options.ts'

/** `ackademy grade --backend both`: the same tests with the same parameters in a simulated and in a real world, and where they differ. */
export async function gradeBoth(options: GradeOptions): Promise<number> {
  const exercise = readExercise(options.exercise)
  const { backends } = exercise.exercise
  if (backends.length < 2) throw new CommandError(`--backend both: ${options.exercise} has ${backends[0]} only`)
  // One container boots while another works.
  const { pool, grade } = await openJail(options.exercise, { jobs: 1, ahead: 1 })
  try {
    const statuses = []
    for (const folder of options.folders)
      statuses.push(await compareOne(folder, await readSubmission(folder, exercise), options, grade))
    return Math.max(...statuses)
  } finally {
    await pool.stop({ now: true })
  }
}

async function compareOne(name: string, submission: Files, options: GradeOptions, grade: GradeJailed): Promise<number> {
  const [simulated, linux] = await Promise.all([
    gradeOn('simulated', { submission, submissionName: name }, options, grade),
    gradeOn('linux', { submission, submissionName: name }, options, grade),
  ])
  const comparison = compareWorlds(simulated, linux)
  const heading = options.folders.length > 1 ? `── ${name}\n` : ''
  const result = { simulated: simulated.report, linux: linux.report, comparison }
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${heading}${comparisonAsText(comparison)}`,
  )
  return statusOf(simulated, linux, areAlike(comparison))
}

async function gradeOn(
  backend: 'simulated' | 'linux',
  handedIn: Pick<JailedSubmission, 'submission' | 'submissionName'>,
  { seed, variant, tests }: GradeOptions,
  grade: GradeJailed,
): Promise<GradedWorld> {
  const recordings = new Map<string, Uint8Array>()
  const report = await grade(
    { ...handedIn, backend, like: 'linux', seed, variant, ...(tests && { tests }) },
    { onRecording: (test, pcapng) => recordings.set(test, pcapng) },
  )
  return { report, recordings }
}

/** 0 both passed and are alike, 1 not, 2 one could not be graded. */
function statusOf(simulated: GradedWorld, linux: GradedWorld, alike: boolean): number {
  const reports = [simulated.report, linux.report]
  if (reports.some((report) => report.status !== 'graded')) return 2
  return alike && reports.every(hasPassed) ? 0 : 1
}
