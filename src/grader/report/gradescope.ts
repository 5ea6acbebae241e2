import type { Judged } from './judged.ts'
import { shownAsJson } from './printable.ts'
import { isFailure, type Report, type TestResult } from './schema.ts'
import { reportAsText } from './text.ts'

/** There is no score to write as a grade. */
export class NoGradeError extends Error {}

/**
 * Writes a report as Gradescope's results.json: the groups carry the points, each test its verdict and its text. Tests that the
 * learner does not see are named without their evidence until grades are published. Throws `NoGradeError` without a score: an
 * ungraded submission must not get a grade.
 */
export function reportAsGradescope({ name, report, refused, fault }: Judged): string {
  if (!report?.score) throw new NoGradeError(`${name} could not be graded: ${report?.reason ?? refused ?? fault}`)
  const { score, run, inputs, tests, rejected } = report
  const first = tests.find(({ status }) => isFailure(status))
  const results = {
    score: score.points,
    execution_time: Math.round(run.tookMs / 1000),
    output: rejected ? `The submission was not run. ${rejected.sentence}` : reportAsText(report),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    stdout_visibility: 'hidden',
    extra_data: { exercise: report.exercise, submission: report.submission, inputs },
    tests: [
      ...score.groups.map(({ title, points, of }) => ({
        name: title,
        score: points,
        max_score: of,
        status: points === of ? 'passed' : 'failed',
        visibility: 'visible',
      })),
      ...tests.map((test, i) => ({ ...testEntry(test, report, test === first), number: String(i + 1) })),
    ],
  }
  return shownAsJson(results)
}

function testEntry(test: TestResult, report: Report, isFirst: boolean) {
  const { id, title, file, status, evidence, reason } = test
  const own = report.hints.find((shown) => shown.test === id)
  const hint = (own ?? (isFirst ? report.hints[0] : undefined))?.text
  const output = [evidence?.sentence ?? reason, hint && `Hint: ${hint}`].filter(Boolean).join('\n')
  return {
    name: `${id} ${title}`,
    ...(status === 'not-run' ? {} : { status: status === 'passed' ? 'passed' : 'failed' }),
    ...(output && { output }),
    visibility: file === 'sealed' ? 'after_published' : 'visible',
  }
}
