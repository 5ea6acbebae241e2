import type { BackendName, Files } from '#grader'
import type { GradeJob } from '#grader/running/index.ts'
import type { GradeOptions } from './options.ts'

/** The parsed command line, with the chosen backend. */
export interface GradeCommand extends Omit<GradeOptions, 'backend'> {
  backend: BackendName
}

/** One folder of the command line as a job. */
export function jobFor(
  { backend, seed, variant, tests }: Pick<GradeCommand, 'backend' | 'seed' | 'variant' | 'tests'>,
  submissionName: string,
  submission: Files,
): GradeJob {
  return { submission, backend, seed, variant, submissionName, ...(tests && { tests }) }
}
