import { type Claim, matchesPattern } from '../exercise/index.ts'
import { isFailure, type Report } from '../report/index.ts'
import { type Finding, note, problem } from './findings.ts'

/** Whether a wrong program did what is claimed of it: the tests it fails, those it passes, and the hint that comes first. */
export function checkClaim(about: string, claim: Claim, report: Report, where: string): Finding[] {
  if (report.status !== 'graded') return [problem(about, `${where}: could not be graded: ${report.reason}`)]
  if (report.rejected) return [problem(about, `${where}: was not run: ${report.rejected.sentence}`)]
  const meant = (pattern: string) =>
    report.tests.filter((test) => matchesPattern(pattern, test.id) && test.status !== 'not-run')
  const survived = claim.fails.filter(
    (pattern) => meant(pattern).length > 0 && !meant(pattern).some((test) => isFailure(test.status)),
  )
  const broken = claim.passes.flatMap(meant).filter((test) => test.status !== 'passed')
  const [shown] = report.hints
  return [
    ...survived.map((pattern) => problem(about, `${where}: passes ${pattern}, which is claimed to fail`)),
    ...broken.map((test) =>
      problem(about, `${where}: fails ${test.id}, which is claimed to pass: ${test.evidence?.sentence ?? test.reason}`),
    ),
    ...(shown?.id === claim.hint
      ? []
      : [problem(about, `${where}: shows ${shown ? `the hint ${shown.id}` : 'no hint'}, claimed is ${claim.hint}`)]),
    ...(shown && shown.id === claim.hint && shown.alsoMatched.length > 0
      ? [note(about, `matches ${shown.alsoMatched.join(', ')} as well; the priority decides`)]
      : []),
  ]
}
