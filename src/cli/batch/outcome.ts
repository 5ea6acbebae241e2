import { z } from 'zod'
import { hasPassed, isFailure, Report } from '../../grader/index.ts'

/** What became of one submission: a report, or why it could not even be read. */
export const Outcome = z.strictObject({
  name: z.string(),
  /** Of its files; of one that could not be read, the reason. A submission whose hash is another is graded anew. */
  hash: z.string(),
  report: Report.optional(),
  /** Why it was not taken in. */
  refused: z.string().optional(),
  /** Why the platform could not grade it: never the submission's doing. */
  fault: z.string().optional(),
})
export type Outcome = z.output<typeof Outcome>

export type Verdict = 'passed' | 'failed' | 'refused' | 'not graded'

export function verdictOf({ report, refused }: Outcome): Verdict {
  if (refused !== undefined) return 'refused'
  if (report?.status !== 'graded') return 'not graded'
  return hasPassed(report) ? 'passed' : 'failed'
}

/** What is said beside the verdict: why not, or which tests failed. */
export function detailOf({ report, refused, fault }: Outcome): string {
  if (refused !== undefined) return refused
  if (report?.status !== 'graded') return fault ?? report?.reason ?? ''
  if (report.rejected) return report.rejected.sentence
  return failedTests(report).join(' ')
}

export const failedTests = ({ tests }: Report): string[] =>
  tests.filter(({ status }) => isFailure(status)).map(({ id }) => id)

/** `8/10`; nothing where there is no score. */
export function pointsOf({ report }: Outcome): string {
  return report?.score ? `${report.score.points}/${report.score.of}` : ''
}
