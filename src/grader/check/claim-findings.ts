import { type Claim, type Hints, matchesPattern } from '../exercise/index.ts'
import { isFailure, type Report } from '../report/index.ts'
import { type Finding, note, problem } from './findings.ts'
import type { Run } from './obstacles.ts'

/**
 * Checks that a wrong program did what is claimed of it: the tests it fails, those it passes, and the hint that comes
 * first. The run must be complete.
 */
export function checkClaim(about: string, claim: Claim, { report, where }: Run, { version }: Hints): Finding[] {
  const meant = (pattern: string) =>
    report.tests.filter((test) => matchesPattern(pattern, test.id) && test.status !== 'not-run')
  const survived = claim.fails.filter(
    (pattern) => meant(pattern).length > 0 && !meant(pattern).some((test) => isFailure(test.status)),
  )
  const broken = claim.passes.flatMap(meant).filter((test) => test.status !== 'passed')
  const unnamed = report.tests.filter(({ evidence }) => evidence?.unnamed)
  return [
    ...survived.map((pattern) => problem(about, `passes ${pattern}, but is claimed to fail it`, where)),
    ...broken.map((test) =>
      problem(about, `fails ${test.id}, but is claimed to pass it: ${test.evidence?.sentence ?? test.reason}`, where),
    ),
    ...unnamed.map(({ id, evidence }) => note('tests', `${id} ${wordless(evidence!)}`)),
    ...(version === 2 ? checkCauses(about, claim, report, where) : []),
  ]
}

/** Checks that the claimed cause is shown, and no cause that is not true of the program. */
function checkCauses(about: string, { hint, also }: Claim, report: Report, where: string): Finding[] {
  const isSilent =
    hint !== undefined && !report.hints.some(({ id, alsoMatched }) => [id, ...alsoMatched].includes(hint))
  const told = hint === undefined ? also : [hint, ...also]
  return [
    ...(isSilent ? [problem(about, `does not show the cause ${hint}`, where)] : []),
    ...falseHints(about, told, report, where),
  ]
}

/** Causes that are shown but not true; of two that are both possible, one must be. */
export function falseHints(about: string, told: readonly string[], report: Report, where: string): Finding[] {
  return report.hints
    .filter(({ id, alsoMatched }) => ![id, ...alsoMatched].some((cause) => told.includes(cause)))
    .map(({ id, alsoMatched, test }) => {
      const causes = [id, ...alsoMatched].join(' and ')
      return problem(about, `is told the cause ${causes} in ${test}, which is not said to be true of it`, where)
    })
}

/** A learner reads the sentence first, and does not see the test: values and filters alone explain nothing. */
function wordless({ sentence, code }: NonNullable<Report['tests'][number]['evidence']>): string {
  const how =
    code === 'ASSERTION' ? "expect(value, 'the answer to PING')" : "lab.capture(filter, { as: 'a FIN of the client' })"
  return `fails with "${sentence}", which does not name it: ${how} would`
}
