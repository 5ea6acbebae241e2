import { CancelledError, DockerError, type Grading } from '#ci-runner'
import { hashFiles, verdictOf } from '#grader'
import { readHandedIn, SubmissionError } from '#grader/node/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import type { Outcome } from './outcome.ts'
import type { Submission } from './submissions.ts'

/** Grades one submission, for example in a pool of containers. */
export type Submit = (job: GradeJob) => Grading

export interface BatchRun {
  submissions: readonly Submission[]
  /** Parameters shared by all submissions. */
  inputs: Omit<GradeJob, 'submission' | 'submissionName'>
  /** Files that the exercise requires. */
  wanted: readonly string[]
  /** Most calls of `submit` at the same time. */
  atOnce: number
  submit: Submit
  /** Outcomes of an earlier run, by name. */
  known: ReadonlyMap<string, Outcome>
  /** Called with each final outcome, before anything else happens to its submission. */
  onOutcome: (outcome: Outcome) => void
  /** Called for each outcome kept from an earlier run. */
  onKnown: (outcome: Outcome) => void
  /** Throws if nothing can be graded any more, which is not this submission's fault. */
  checkPlatform: () => Promise<void>
  signal: AbortSignal
}

/**
 * Grades a batch. A broken submission gets its own outcome and stops no other. A submission that could not be graded for lack
 * of processor time, or because its container died, is tried once more at the end, alone. Throws `CancelledError` if the signal
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

/** Returns null if an earlier outcome is still valid. */
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

/** Rejects with the first error, after running jobs have ended. */
async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  const done = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, worker))
  for (const one of done) if (one.status === 'rejected') throw one.reason
}
