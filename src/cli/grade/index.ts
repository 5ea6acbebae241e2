/**
 * `ackademy grade`: reports on standard output, errors on standard error. There is a file for each way to grade (`jailed.ts`,
 * `unsandboxed.ts`, `apart.ts`, `both.ts`, `batch.ts`), which don't import each other; shared code is in `src/grading`.
 */
import { isAbsolute, relative, resolve } from 'node:path'
import { type BackendName, FORMATS, hasPassed, type Judged, NoGradeError } from '#grader'
import { course, isFoundCourse, readExercise } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'
import type { GradeCommand } from './command.ts'
import { GRADE_HELP, type GradeOptions, parseGradeOptions } from './options.ts'

/** Returns the exit status. */
export async function run(args: string[]): Promise<number> {
  const options = parseGradeOptions(args)
  if (!options) {
    process.stdout.write(GRADE_HELP)
    return 0
  }
  if (isFoundCourse()) nameFoundCourse(options)
  const exercise = readExercise(options.exercise)
  if (options.backend === 'both') return (await import('./both.ts')).gradeBoth(options)
  const command = { ...options, backend: chooseBackend(options, exercise.exercise.backends) }
  if (options.batch) return (await import('./batch.ts')).gradeBatch(command, options.batch, exercise)
  const judged = await gradeAll(command)
  process.stdout.write(written(command, judged))
  return exitStatus(judged)
}

/**
 * A submission must not choose the course that judges it: its author could have written a `course.yaml`. One inside a submission is refused; one
 * above it may be the instructor's own, so it is named.
 */
function nameFoundCourse({ folders, batch }: GradeOptions): void {
  const { root } = course()
  const around = [...folders, ...(batch ? [batch.folder] : [])].find((folder) => {
    const inside = relative(resolve(folder), root)
    return !inside.startsWith('..') && !isAbsolute(inside)
  })
  if (around !== undefined)
    throw new CommandError(
      `the course ${root} is inside the submission ${around}; name the course that grades it: --course DIR`,
    )
  process.stderr.write(`Graded by the course in ${root}. Another one: --course DIR\n`)
}

async function gradeAll(command: GradeCommand): Promise<Judged[]> {
  const { folders, jobs, backend, unsandboxed } = command
  if (!unsandboxed) return (await import('./jailed.ts')).gradeJailed(command)
  if (backend === 'linux')
    throw new CommandError('--unsandboxed: real kernels are in the Docker image only; without this option it is used')
  if (folders.length > 1 && (jobs ?? 1) > 1) return (await import('./apart.ts')).gradeApart(command)
  return (await import('./unsandboxed.ts')).gradeUnsandboxed(command)
}

/** Returns the requested backend, or the exercise's first; without the jail there is no real kernel. */
function chooseBackend(options: GradeOptions, allowed: readonly BackendName[]): BackendName {
  const { backend, exercise, unsandboxed } = options
  const first = unsandboxed && allowed.includes('simulated') ? 'simulated' : allowed[0]!
  const chosen = backend ?? first
  const found = allowed.find((name) => name === chosen)
  if (found) return found
  throw new CommandError(`--backend ${chosen}: ${exercise} has ${allowed.join(' and ')}`)
}

function written({ format }: GradeCommand, judged: readonly Judged[]): string {
  try {
    return FORMATS[format].write(judged, false)
  } catch (error) {
    if (error instanceof NoGradeError) throw new CommandError(error.message)
    throw error
  }
}

/** 0 passed, 1 failed, 2 could not be graded. */
function exitStatus(judged: readonly Judged[]): number {
  if (judged.some(({ report }) => report?.status !== 'graded')) return 2
  return judged.every(({ report }) => report && hasPassed(report)) ? 0 : 1
}
