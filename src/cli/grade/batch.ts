/**
 * `ackademy grade EXERCISE --batch FOLDER`: a folder of submissions, graded in containers. Handles the order of work, the journal, progress and result
 * files; ci-runner grades and confines each submission.
 */
import { availableParallelism } from 'node:os'
import { CancelledError, checkDaemon, DockerError } from '#ci-runner'
import { FORMATS, type LoadedExercise, verdictOf } from '#grader'
import { FolderError } from '#grader/node/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import {
  findSubmissions,
  Journal,
  type Outcome,
  outcomeLine,
  ResultFiles,
  runBatch,
  type Submission,
  summaryText,
} from '#grading/batch/index.ts'
import packageFile from '../../../package.json' with { type: 'json' }
import { CommandError } from '../command-error.ts'
import { openJail } from '../pool.ts'
import type { GradeCommand } from './command.ts'
import type { BatchPlace } from './options.ts'
import { ProgressBar } from './progress.ts'

/** Grades a batch to its end or to Ctrl+C, and returns the command's exit status. */
export async function gradeBatch(command: GradeCommand, place: BatchPlace, exercise: LoadedExercise): Promise<number> {
  const submissions = said(() => findSubmissions(place.folder))
  if (submissions.length === 0)
    throw new CommandError(`${place.folder} is empty: expected a folder or zip file for each submission`)
  const { backend, seed, variant, tests } = command
  const journal = new Journal(
    place.out,
    {
      journal: 1,
      exercise: exercise.exercise.id,
      exerciseHash: exercise.hash,
      platform: packageFile.version,
      backend,
      seed,
      variant,
      tests,
    },
    place,
  )
  try {
    const inputs = { backend, seed, variant, ...(tests && { tests }) }
    const unwritten = await gradeAll({ command, place, exercise, submissions, inputs, journal })
    const status = finish(command, place, submissions, journal)
    return unwritten > 0 ? 2 : status
  } finally {
    journal.close()
  }
}

interface Batch {
  command: GradeCommand
  place: BatchPlace
  exercise: LoadedExercise
  submissions: readonly Submission[]
  inputs: Pick<GradeJob, 'backend' | 'seed' | 'variant' | 'tests'>
  journal: Journal
}

/** Returns how many files could not be written. */
async function gradeAll({ command, place, exercise, submissions, inputs, journal }: Batch): Promise<number> {
  const jobs = Math.min(command.jobs ?? availableParallelism(), submissions.length)
  const jail = await openJail(command.exercise, { jobs, ahead: jobs })
  const bar = new ProgressBar(submissions.length, process.stderr, () => performance.now())
  const files = new ResultFiles(place.out, (sentence) => bar.line(`ackademy grade: ${sentence}`, process.stderr))
  const width = Math.min(40, Math.max(...submissions.map(({ name }) => name.length)))
  const show = (outcome: Outcome) => {
    files.report(outcome)
    if (command.format === 'text') bar.line(outcomeLine(outcome, width), process.stdout)
    else bar.draw()
  }
  const stop = new AbortController()
  const interrupt = () => stop.abort(new CancelledError('stopped'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt)
  try {
    bar.draw()
    await runBatch({
      submissions,
      inputs,
      wanted: exercise.exercise.submission.files,
      // As many wait in the pool, which boots containers for them meanwhile.
      atOnce: 2 * jobs,
      submit: (job) => jail.submit(job),
      known: new Map(journal.outcomes),
      onOutcome(outcome) {
        journal.add(outcome)
        bar.add(outcome)
        show(outcome)
      },
      onKnown(outcome) {
        bar.addKnown(outcome)
        show(outcome)
      },
      checkPlatform: checkDaemon,
      signal: stop.signal,
    })
    files.table(submissions.map(({ name }) => journal.outcomes.get(name)!))
    return files.failed
  } catch (error) {
    const isDocker = error instanceof DockerError
    if (!(error instanceof CancelledError || isDocker)) throw error
    const done = submissions.filter(({ name }) => journal.outcomes.has(name)).length
    const why = isDocker ? error.message : 'stopped'
    throw new CommandError(
      `${why}: ${done} of ${submissions.length} are graded and kept; the same command goes on from there`,
    )
  } finally {
    bar.clear()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt)
    await jail.pool.stop({ now: true })
  }
}

function finish(
  { format }: GradeCommand,
  { out }: BatchPlace,
  submissions: readonly Submission[],
  journal: Journal,
): number {
  const outcomes = submissions.map(({ name }) => journal.outcomes.get(name)!)
  if (format === 'text') process.stdout.write(`\n${summaryText(outcomes, out)}`)
  else process.stdout.write(FORMATS[format].write(outcomes, true))
  const verdicts = outcomes.map(verdictOf)
  if (verdicts.includes('not graded')) return 2
  return verdicts.every((verdict) => verdict === 'passed') ? 0 : 1
}

function said<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FolderError) throw new CommandError(error.message)
    throw error
  }
}
