import { CancelledError, DockerError, type Grading } from '#ci-runner'
import { hashFiles, verdictOf } from '#grader'
import { readHandedIn, SubmissionError } from '#grader/node/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import type { Outcome } from './outcome.ts'
import type { Submission } from './submissions.ts'

/** Whatever grades one submission: a pool of containers. */
export type Submit = (job: GradeJob) => Grading

export interface BatchRun {
  submissions: readonly Submission[]
  /** What is the same for all of them. */
  inputs: Omit<GradeJob, 'submission' | 'submissionName'>
  /** Files that the exercise asks for. */
  wanted: readonly string[]
  /** How many are in the hands of `submit` at a time. */
  atOnce: number
  submit: Submit
  /** What an earlier run made of them, by name. */
  known: ReadonlyMap<string, Outcome>
  /** An outcome is final: it is kept before anything else happens to its submission. */
  onOutcome: (outcome: Outcome) => void
  /** An earlier run's outcome stands. */
  onKnown: (outcome: Outcome) => void
  /** Throws where nothing can be graded any more: then it was not this one submission. */
  checkPlatform: () => Promise<void>
  signal: AbortSignal
}

/**
 * Grades a batch. Whatever is wrong with one is its own outcome and stops no other. What could not be graded for want
 * of processor time, or because its container died, is tried once more at the end, alone. Throws `CancelledError` when the signal
 * stopped it.
 */
export async function runBatch(run: BatchRun): Promise<void> {
  const again: Submission[] = []
  const grade = (isLast: boolean) => async (submission: Submission) => {
    const outcome = await gradeOne(run, submission)
    if (!outcome) return
    if (verdictOf(outcome) === 'not graded' && !isLast) again.push(submission)
    else run.onOutcome(outcome)
  }
  await inParallel(run.submissions, run.atOnce, grade(false))
  await inParallel(again, 1, grade(true))
}

/** Null when an earlier outcome stands. */
async function gradeOne(run: BatchRun, submitted: Submission): Promise<Outcome | null> {
  run.signal.throwIfAborted()
  const { name, path } = submitted
  const known = run.known.get(name)
  const decided = (hash: string) => known?.hash === hash && verdictOf(known) !== 'not graded'
  const submission = await readHandedIn(path, run.wanted).catch((error: Error) => error)
  if (submission instanceof SubmissionError) {
    const hash = `refused: ${submission.message}`
    if (!decided(hash)) return { name, hash, refused: submission.message }
  } else if (submission instanceof Error) throw submission
  else {
    const hash = hashFiles(submission)
    if (!decided(hash)) return await gradeFiles(run, submitted, hash, submission)
  }
  run.onKnown(known!)
  return null
}

async function gradeFiles(
  { submit, inputs, checkPlatform, signal }: BatchRun,
  { name, path }: Submission,
  hash: string,
  submission: GradeJob['submission'],
): Promise<Outcome> {
  const grading = submit({ ...inputs, submission, submissionName: path })
  const cancel = () => void grading.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return { name, hash, report: await grading.result }
  } catch (error) {
    if (error instanceof CancelledError || !(error instanceof DockerError)) throw error
    await checkPlatform()
    return { name, hash, fault: error.message }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** The first error ends it, once what is under way has ended. */
async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  const done = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, worker))
  for (const one of done) if (one.status === 'rejected') throw one.reason
}
