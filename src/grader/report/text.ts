import { visibleText } from '#lab'
import { withoutControls } from './printable.ts'
import { isFailure, type Report, type TestResult } from './schema.ts'

const MOST_LADDER_LINES = 16
const MOST_OUTPUT_LINES = 12

/**
 * A report for a terminal: the first failure with its sentence, the packets, what the program said, and the hint; then every
 * test in a line, and the points.
 */
export function reportAsText(report: Report): string {
  const first = report.tests.find((test) => isFailure(test.status))
  const sections = [
    heading(report),
    report.rejected && `✕ The submission was not run.\n  ${report.rejected.sentence}`,
    first && failureText(first, report),
    report.tests.map((test, i) => testLine(test, { first, ...before(report, i) }) + ownHint(test, report)).join('\n'),
    outcomeLine(report),
  ]
  return withoutControls(`${sections.filter(Boolean).join('\n\n')}\n`)
}

function heading({ exercise, inputs, tests }: Report): string {
  const backends = [...new Set(tests.map((test) => test.backend))].join(' and ')
  return `${exercise.title} (${exercise.id}), ${backends}, variant ${inputs.variant}, seed ${inputs.seed}`
}

function failureText({ id, title, evidence }: TestResult, report: Report): string {
  const hint = report.hints.find((shown) => shown.test === id)
  const { sentence, observed, packets, reference, processes, steps, place } = evidence!
  const blocks = [
    `✕ ${sentence}\n  ${id} ${title}`,
    valuesBlock(evidence!),
    place && `  ${placeText(place)}${place.why === undefined ? '' : `: ${place.why}`}`,
    observed.map((line) => `  ${line}`).join('\n'),
    packets && ladderBlock(packets),
    reference && `  Compared with the solution: ${reference.sentence}`,
    ...processes.map(({ name, stderr }) =>
      stderr.trim() ? block(`${name} said`, stderr.trimEnd().split('\n'), MOST_OUTPUT_LINES) : '',
    ),
    hint && `  Hint: ${hint.text}`,
    hint?.lesson && `  Read again: ${hint.lesson}`,
    testPlace(steps),
    `  Again: ${report.replay}`,
  ]
  return blocks.filter(Boolean).join('\n\n')
}

/** Shows expected and received one below the other, so that the difference is easy to see. */
function valuesBlock({ values, expected, seen, code }: NonNullable<TestResult['evidence']>): string {
  if (code === 'EXITED') return ''
  const shown = (text: string) => (text === '' ? 'nothing' : visibleText(text))
  return `  expected  ${shown(values?.expected ?? expected)}\n  received  ${shown(values?.actual ?? seen)}`
}

/** The packets up to the end, and around the first wrong one if that is earlier; it is marked. */
function ladderBlock({
  ladder,
  firstWrong,
  firstWrongRow,
}: NonNullable<NonNullable<TestResult['evidence']>['packets']>): string {
  const mark = firstWrong === undefined ? '← after this something is missing' : '← the first that is wrong'
  const rows = ladder.map((row, i) => (i === firstWrongRow ? `${row}   ${mark}` : row))
  const end = firstWrongRow === undefined ? rows.length : Math.max(firstWrongRow + 4, MOST_LADDER_LINES)
  const after = rows.length - Math.min(end, rows.length)
  const shown = [...rows.slice(0, end), ...(after > 0 ? [`… ${after} more after`] : [])]
  return block('Packets', shown, MOST_LADDER_LINES)
}

/** `server.ts:11:5` */
const placeText = ({ file, line, column }: { file: string; line: number; column?: number | undefined }): string =>
  [file, line, ...(column === undefined ? [] : [column])].join(':')

/** The end of a list of lines, indented. */
function block(name: string, lines: readonly string[], most: number): string {
  if (lines.length === 0) return ''
  const left = lines.length - most
  const shown = left > 0 ? [`… ${left} more before`, ...lines.slice(-most)] : lines
  return `  ${name}\n${shown.map((line) => `    ${line}`).join('\n')}`
}

function testPlace(steps: NonNullable<TestResult['evidence']>['steps']): string {
  const last = steps.findLast((step) => step.source)
  if (!last?.source) return ''
  return `  At: ${last.source.file}:${last.source.line}, ${last.on} ${last.op}, ${milliseconds(last.to)} into the world`
}

const MARKS: Record<TestResult['status'], string> = {
  passed: '✓',
  failed: '✕',
  'timed-out': '✕',
  'not-run': '·',
  ungradable: '?',
  'platform-error': '!',
}

/** One test's result in a line, as it ends. */
export const testAsText = (test: TestResult): string => withoutControls(testLine(test))

interface Above {
  /** The failure that is shown in full. */
  first?: TestResult | undefined
  /** Message of the test before: a failure with the same words need not repeat them. */
  last?: string | undefined
  told?: string | undefined
}

const before = ({ tests, rejected }: Report, index: number): Above => ({
  last: tests[index - 1]?.evidence?.sentence,
  told: rejected?.sentence,
})

/** A test in a line. */
function testLine(
  { id, title, status, evidence, reason, took }: TestResult,
  { first, last, told }: Above = {},
): string {
  const sentence = evidence?.sentence ?? reason
  const known = id === first?.id ? 'see above' : (repeated(evidence?.sentence, { first, last }) ?? sentence)
  const detail = status === 'passed' ? milliseconds(took) : known === told ? undefined : known
  return `${MARKS[status]} ${id} ${title}${detail === undefined ? '' : ` — ${detail}`}`
}

/** Stands for a sentence that was printed before: in the line above, or with the first failure, which is named. */
function repeated(sentence: string | undefined, { first, last }: Above): string | undefined {
  if (sentence === undefined) return undefined
  if (sentence === last) return 'the same'
  return first && sentence === first.evidence?.sentence ? `the same as ${first.id}` : undefined
}

/** A hint of its own, unless a test before it has had the same. */
function ownHint({ id }: TestResult, { hints, tests }: Report): string {
  const hint = hints.find((shown) => shown.test === id)
  const first = tests.find((test) => isFailure(test.status))
  return hint && id !== first?.id && hints.find((other) => other.text === hint.text) === hint
    ? `\n    Hint: ${hint.text}`
    : ''
}

const milliseconds = (ms: number) => `${Math.round(ms * 10) / 10} ms`

function outcomeLine({ status, reason, score, authority }: Report): string {
  if (status !== 'graded' || !score)
    return `Could not be graded, and nothing is counted: ${status === 'ungradable' ? 'the grader was too slow' : 'a fault of the platform or of the exercise'}. ${reason}`
  const groups = score.groups.map(({ title, points, of }) => `${title} ${points}/${of}`).join(', ')
  const given = score.solutionShown ? '; no points after giving up: the solution was shown' : ''
  const cost = score.hintCost > 0 ? `, ${score.hintCost} taken off for hints` : ''
  return `${score.points} of ${score.of} points (${groups}${cost})${given}${authority === 'practice' ? '; practice, no grade' : ''}`
}
