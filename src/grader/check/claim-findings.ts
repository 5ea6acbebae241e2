import { type Claim, matchesPattern } from '../exercise/index.ts'
import { isFailure, type Report } from '../report/index.ts'
import { type Finding, note, problem } from './findings.ts'
import type { Run } from './obstacles.ts'

/**
 * Whether a wrong program did what is claimed of it: the tests it fails, those it passes, and the hint that comes
 * first. The run must have come to its end.
 */
export function checkClaim(about: string, claim: Claim, { report, where }: Run): Finding[] {
  const meant = (pattern: string) =>
    report.tests.filter((test) => matchesPattern(pattern, test.id) && test.status !== 'not-run')
  const survived = claim.fails.filter(
    (pattern) => meant(pattern).length > 0 && !meant(pattern).some((test) => isFailure(test.status)),
  )
  const broken = claim.passes.flatMap(meant).filter((test) => test.status !== 'passed')
  const [shown] = report.hints
  const unnamed = report.tests.filter(({ evidence }) => evidence?.unnamed)
  return [
    ...survived.map((pattern) => problem(about, `passes ${pattern}, but is claimed to fail it`, where)),
    ...broken.map((test) =>
      problem(about, `fails ${test.id}, but is claimed to pass it: ${test.evidence?.sentence ?? test.reason}`, where),
    ),
    ...unnamed.map(({ id, evidence }) => note('tests', `${id} ${wordless(evidence!)}`)),
    ...(shown?.id === claim.hint
      ? []
      : [problem(about, `shows ${shown ? `the hint ${shown.id}` : 'no hint'}, but the claim is ${claim.hint}`, where)]),
    ...(shown && shown.id === claim.hint && shown.alsoMatched.length > 0
      ? [note(about, `matches ${shown.alsoMatched.join(', ')} as well; priority decides`)]
      : []),
  ]
}

/** A learner reads the sentence first, and does not see the test: values and filters alone say nothing. */
function wordless({ sentence, code }: NonNullable<Report['tests'][number]['evidence']>): string {
  const how =
    code === 'ASSERTION' ? "expect(value, 'the answer to PING')" : "lab.capture(filter, { as: 'a FIN of the client' })"
  return `fails with "${sentence}", which does not name it: ${how} would`
}
