import { z } from 'zod'
import { hasPassed, isFailure, Report } from './schema.ts'

/** Outcome of one submission: a report, or why there is none. */
export const Judged = z.strictObject({
  name: z.string(),
  report: Report.optional(),
  /** Why it was refused: the submission's own fault. */
  refused: z.string().optional(),
  /** Why the platform could not grade it: never the submission's fault. */
  fault: z.string().optional(),
})
export type Judged = z.output<typeof Judged>

export type Verdict = 'passed' | 'failed' | 'refused' | 'not graded'

export function verdictOf({ report, refused }: Judged): Verdict {
  if (refused !== undefined) return 'refused'
  if (report?.status !== 'graded') return 'not graded'
  return hasPassed(report) ? 'passed' : 'failed'
}

/** Text beside the verdict: the reason, or which tests failed. */
export function detailOf({ report, refused, fault }: Judged): string {
  if (refused !== undefined) return refused
  if (report?.status !== 'graded') return fault ?? report?.reason ?? ''
  if (report.rejected) return report.rejected.sentence
  return failedTests(report).join(' ')
}

export const failedTests = ({ tests }: Report): string[] =>
  tests.filter(({ status }) => isFailure(status)).map(({ id }) => id)

/** `8/10`; empty without a score. */
export function pointsOf({ report }: Judged): string {
  return report?.score ? `${report.score.points}/${report.score.of}` : ''
}
