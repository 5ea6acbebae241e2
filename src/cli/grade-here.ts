import { realpathSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import packageFile from '../../package.json' with { type: 'json' }
import { type BackendName, FileProblems, type Files, type LoadedExercise, type Report } from '../grader/index.ts'
import { compileFunction, processorWait, readHandedIn, SubmissionError, ThreadCrew } from '../grader/node/index.ts'
import { type GradeRequest, gradeSubmission, type OpenWorld, TestFileError } from '../grader/running/index.ts'
import { CommandError } from './command-error.ts'
import type { GradeOptions } from './grade-options.ts'

export interface GradeHere {
  exercise: LoadedExercise
  folder: string
  backend: BackendName
  options: Pick<GradeOptions, 'seed' | 'variant' | 'tests'>
  /** Told of what is needed to live failures again. */
  failures?: Required<Pick<GradeRequest, 'onReplay' | 'onRecording'>>
  openWorld: OpenWorld
}

/** Grades one folder in this process; its programs run in child processes without a jail. */
export async function gradeHere({
  exercise,
  folder,
  backend,
  options,
  openWorld,
  failures,
}: GradeHere): Promise<Report> {
  const { seed, variant, tests } = options
  const submission = await readSubmission(folder, exercise)
  // One's own code may be trusted with the threads of this process: worlds of faults are many.
  const crew = new ThreadCrew({ exercise, submission, variant, seed })
  try {
    return await gradeFiles({
      exercise,
      submission,
      backend,
      seed,
      variant,
      openWorld,
      crew,
      parallel: availableParallelism(),
      reference: true,
      submissionName: folder,
      ...(tests && { tests }),
      ...(failures && { onReplay: failures.onReplay, onRecording: failures.onRecording }),
    })
  } finally {
    await crew.close()
  }
}

type OwnFacts = 'compileFunction' | 'authority' | 'platform' | 'node' | 'host' | 'startedAt' | 'elapsedMs'

/** The same for files in memory. What a machine of one's own says is practice, never a grade. */
export async function gradeFiles(request: Omit<GradeRequest, OwnFacts>): Promise<Report> {
  const begun = performance.now()
  try {
    return await gradeSubmission({
      ...request,
      compileFunction,
      waitedMs: processorWait(),
      authority: 'practice',
      platform: packageFile.version,
      node: process.versions.node,
      host: hostname(),
      startedAt: new Date(),
      elapsedMs: () => performance.now() - begun,
    })
  } catch (error) {
    if (error instanceof TestFileError || error instanceof FileProblems) throw new CommandError(error.message)
    throw error
  }
}

/** The files of the folder or zip file that somebody named, read as those of a batch are, or a message that names it. */
export async function readSubmission(path: string, { exercise }: LoadedExercise): Promise<Files> {
  try {
    return await readHandedIn(followed(path), exercise.submission.files)
  } catch (error) {
    if (error instanceof SubmissionError) throw new CommandError(`${path}: ${error.message}`)
    throw error
  }
}

/** Where a link leads: who names one on the command line means what is there. */
function followed(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new CommandError(`there is no folder or zip file ${path}`)
  }
}
