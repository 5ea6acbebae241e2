import {
  type BackendName,
  hasPassed,
  type Report,
  reportAsGradescope,
  reportAsText,
  reportsAsCtrf,
  reportsAsJunit,
} from '../grader/index.ts'
import { CommandError } from './command-error.ts'
import { readExercise } from './exercises.ts'
import { gradeApart } from './grade-apart.ts'
import { gradeHere } from './grade-here.ts'
import { gradeJailed } from './grade-jailed.ts'
import { GRADE_HELP, type GradeOptions, parseGradeOptions } from './grade-options.ts'
import { Failures, keptIn } from './replay/index.ts'
import { withSimulatedWorlds } from './simulated-worlds.ts'

/** `ackademy grade`: reports on standard output, what could not be done on standard error. */
export async function run(args: string[]): Promise<number> {
  const options = parseGradeOptions(args)
  if (!options) {
    process.stdout.write(GRADE_HELP)
    return 0
  }
  if (options.batch) {
    const exercise = readExercise(options.exercise)
    const { gradeBatch } = await import('./batch/index.ts')
    return gradeBatch(options, options.batch, exercise, chooseBackend(options, exercise.exercise.backends))
  }
  if (options.backend === 'both') {
    const { gradeBoth } = await import('./grade-both.ts')
    return gradeBoth(options)
  }
  const reports = await gradeAll(options)
  process.stdout.write(print(options, reports))
  return exitStatus(reports.map(({ report }) => report))
}

interface Named {
  name: string
  report: Report
}

async function gradeAll(options: GradeOptions): Promise<Named[]> {
  const { folders, jobs } = options
  const exercise = readExercise(options.exercise)
  const backend = chooseBackend(options, exercise.exercise.backends)
  if (!options.unsandboxed) return gradeJailed(options, backend)
  if (backend === 'linux')
    throw new CommandError('--unsandboxed: real kernels are in the Docker image only; without this option it is used')
  if (folders.length > 1 && (jobs ?? 1) > 1) return gradeApart(options, backend)
  return withSimulatedWorlds(exercise, async (openWorld) => {
    const reports: Named[] = []
    for (const folder of folders) {
      const failures = options.keep === null ? undefined : new Failures()
      const report = await gradeHere({ exercise, folder, backend, options, openWorld, ...(failures && { failures }) })
      if (options.keep !== null) failures?.keep(keptIn(options.keep, folder, folders), report)
      reports.push({ name: folder, report })
    }
    return reports
  })
}

/** What is asked for, or the exercise's first; without the jail, there is no kernel to have. */
function chooseBackend(options: GradeOptions, allowed: readonly BackendName[]): BackendName {
  const { backend, exercise, unsandboxed } = options
  const first = unsandboxed && allowed.includes('simulated') ? 'simulated' : allowed[0]!
  const chosen = backend ?? first
  const found = allowed.find((name) => name === chosen)
  if (found) return found
  throw new CommandError(`--backend ${chosen}: ${exercise} has ${allowed.join(' and ')}`)
}

function print({ format }: GradeOptions, reports: Named[]): string {
  if (format === 'junit') return reportsAsJunit(reports)
  if (format === 'ctrf') return reportsAsCtrf(reports)
  if (format === 'gradescope') return gradescopeResults(reports)
  if (format === 'text')
    return reports
      .map(({ name, report }) => (reports.length > 1 ? `── ${name}\n` : '') + reportAsText(report))
      .join('\n')
  const [only, ...more] = reports.map(({ report }) => report)
  return `${JSON.stringify(more.length === 0 ? only : [only, ...more], null, 2)}\n`
}

/** Gradescope grades one submission at a time, and what could not be graded must not become a grade there. */
function gradescopeResults([only, ...more]: Named[]): string {
  if (!only || more.length > 0)
    throw new CommandError('--format gradescope: expected one submission, as Gradescope has them')
  if (only.report.score === null) throw new CommandError(`${only.name} could not be graded: ${only.report.reason}`)
  return reportAsGradescope(only.report)
}

/** 0 passed, 1 failed, 2 could not be done. */
function exitStatus(reports: Report[]): number {
  if (reports.some((report) => report.status !== 'graded')) return 2
  return reports.every(hasPassed) ? 0 : 1
}
