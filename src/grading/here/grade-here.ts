import { realpathSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { FileProblems, type Files, type LoadedExercise, type Report } from '#grader'
import { compileFunction, processorWait, readHandedIn, SubmissionError, WorkerPool } from '#grader/node/index.ts'
import {
  type GradeJob,
  type GradeRequest,
  gradeSubmission,
  type OpenWorld,
  TestFileError,
} from '#grader/running/index.ts'
import { PINNED_VERSION } from '#node/library/on-disk/index.ts'
import packageFile from '../../../package.json' with { type: 'json' }
import { UserError } from '../errors/index.ts'

/** Listeners while a submission is graded. */
export type GradeListeners = Pick<GradeRequest, 'onReplay' | 'onRecording'>

/** Grades a submission in this process; its programs run in child processes without a jail. */
export async function gradeHere(
  exercise: LoadedExercise,
  job: GradeJob,
  openWorld: OpenWorld,
  { onReplay, onRecording }: GradeListeners = {},
): Promise<Report> {
  const { submission, variant, seed } = job
  // The user's own code may run in this process's threads, which speeds up worlds of faults.
  const pool = new WorkerPool({ exercise, submission, variant, seed })
  try {
    return await gradeFiles({
      ...job,
      exercise,
      openWorld,
      pool,
      parallel: availableParallelism(),
      reference: true,
      loops: { stopAfter: 1 },
      ...(onReplay && { onReplay }),
      ...(onRecording && { onRecording }),
    })
  } finally {
    await pool.close()
  }
}

type OwnFacts = 'compileFunction' | 'authority' | 'platform' | 'node' | 'host' | 'startedAt' | 'elapsedMs'

/** Grades files in memory. A learner's own machine reports practice, never a grade. */
export async function gradeFiles(request: Omit<GradeRequest, OwnFacts>): Promise<Report> {
  const begun = performance.now()
  try {
    return await gradeSubmission({
      ...request,
      compileFunction,
      waitedMs: processorWait(),
      authority: 'practice',
      platform: packageFile.version,
      node: PINNED_VERSION,
      host: hostname(),
      startedAt: new Date(),
      elapsedMs: () => performance.now() - begun,
    })
  } catch (error) {
    if (error instanceof TestFileError || error instanceof FileProblems) throw new UserError(error.message)
    throw error
  }
}

/** Reads the named folder or zip file as a batch does; throws a message with its name. */
export async function readSubmission(path: string, { exercise }: LoadedExercise): Promise<Files> {
  try {
    return await readHandedIn(followed(path), exercise.submission.files)
  } catch (error) {
    if (error instanceof SubmissionError) throw new UserError(`${path}: ${error.message}`)
    throw error
  }
}

/** Follows a link: a link on the command line means its target. */
function followed(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new UserError(`there is no folder or zip file ${path}`)
  }
}
