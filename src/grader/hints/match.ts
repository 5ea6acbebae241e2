import { visibleText } from '../../runtime/lab/index.ts'
import {
  type CaptureCondition,
  type Condition,
  type HintValue,
  type Mistake,
  matchesPattern,
  type Params,
} from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'

/** What is known of one test when hints are chosen. */
export interface TestSeen {
  id: string
  outcome: 'passed' | 'failed' | 'other'
  /** Of a failed test. */
  evidence?: Evidence
  /** Answers to the capture questions that `captureQuestions` names for this test, by `questionKey`. */
  captures: ReadonlyMap<string, CaptureAnswer>
}

/** What the capture of a test said to one filter. */
export interface CaptureAnswer {
  count: number
  /** The asked field of each packet that has it, in order. */
  values: (string | number)[]
}

/** A question to a test's capture. */
export interface CaptureQuestion {
  filter: string
  on?: string
  field?: string
}

/** A hint whose conditions hold. */
export interface MatchedHint {
  mistake: Mistake
  text: string
  /** The failed test that it is about. */
  test: string
}

export const questionKey = ({ filter, on, field }: CaptureQuestion): string =>
  JSON.stringify([filter, on ?? null, field ?? null])

/** What must be asked of a test's capture while its world is still there, so that the mistakes can be told apart later. */
export function captureQuestions(mistakes: readonly Mistake[], testId: string): CaptureQuestion[] {
  const conditions = mistakes.flatMap(conditionsOf).flatMap((condition) => condition.capture ?? [])
  const values = mistakes.flatMap((mistake) => Object.values(mistake.values)).filter((value) => 'capture' in value)
  const asked = [
    ...conditions.map((capture) => ({ capture, question: question(capture) })),
    ...values.map((value) => ({ capture: value.capture, question: question(value.capture, value.field) })),
  ].filter(({ capture }) => matchesPattern(capture.test, testId))
  return [...new Map(asked.map(({ question }) => [questionKey(question), question])).values()]
}

const question = ({ filter, on }: Pick<CaptureCondition, 'filter' | 'on'>, field?: string): CaptureQuestion => ({
  filter,
  ...(on !== undefined && { on }),
  ...(field !== undefined && { field }),
})

/**
 * Every mistake whose conditions hold, first the one to show; with `about`, of those that are about this failed test. One whose text needs
 * a value that is not to be had is left out: a hint with a hole in it helps nobody.
 */
export function matchMistakes(
  mistakes: readonly Mistake[],
  tests: readonly TestSeen[],
  params: Params,
  about?: TestSeen,
): MatchedHint[] {
  return mistakes
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap((mistake) => {
      const condition = conditionsOf(mistake).find(
        (candidate) => holds(candidate, tests) && (!about || isAbout(candidate, about)),
      )
      if (!condition) return []
      const subject = about ?? subjectOf(condition, tests)
      const text = fill(mistake, subject, tests, params)
      return text === null || !subject ? [] : [{ mistake, text, test: subject.id }]
    })
}

const conditionsOf = ({ when }: Mistake): Condition[] => ('any' in when ? when.any : [when])

const named = (tests: readonly TestSeen[], pattern: string) => tests.filter((test) => matchesPattern(pattern, test.id))

/** The failed tests that a condition speaks of: those named in `fails`, any without it. */
function failedTests({ fails }: Condition, tests: readonly TestSeen[]): TestSeen[] {
  const failed = tests.filter((test) => test.outcome === 'failed')
  return fails ? failed.filter((test) => fails.some((pattern) => matchesPattern(pattern, test.id))) : failed
}

function holds(condition: Condition, tests: readonly TestSeen[]): boolean {
  const failed = failedTests(condition, tests)
  const fails = condition.fails ?? []
  const passes = condition.passes ?? []
  const { error, output, leak } = condition
  return (
    fails.every((pattern) => named(failed, pattern).length > 0) &&
    passes.every((pattern) => allPassed(named(tests, pattern))) &&
    (condition.capture ?? []).every((capture) => captureHolds(capture, tests)) &&
    (!error || failed.some((test) => test.evidence?.code === error)) &&
    (!output ||
      failed.some((test) => test.evidence?.processes.some(({ stderr }) => new RegExp(output, 'm').test(stderr)))) &&
    (!leak || failed.some((test) => test.evidence?.leaks.some(({ kind }) => kind === leak)))
  )
}

/**
 * A mistake that holds is about a failed test when its condition names the test, or the same test under another schedule, among those that fail; one that
 * names none, when it asks for the test's capture, or for an error, an output or a leak that the test had.
 */
function isAbout(condition: Condition, test: TestSeen): boolean {
  const { fails, capture = [], error, output, leak } = condition
  const names = (pattern: string) => matchesPattern(pattern, test.id) || familyOf(pattern) === familyOf(test.id)
  const own = { ...condition, fails: undefined, passes: undefined, capture: undefined }
  if (!holds(own, [test])) return false
  if (fails) return fails.some(names)
  return capture.length === 0 || error || output || leak ? true : capture.some((asked) => names(asked.test))
}

const familyOf = (id: string) => id.split('/')[0]

const allPassed = (tests: readonly TestSeen[]) => tests.length > 0 && tests.every((test) => test.outcome === 'passed')

function captureHolds(condition: CaptureCondition, tests: readonly TestSeen[]): boolean {
  const key = questionKey(question(condition))
  return named(tests, condition.test).some((test) => {
    const answer = test.captures.get(key)
    return answer !== undefined && compare(answer.count, condition.count)
  })
}

function compare(count: number, comparison: string): boolean {
  const [operator, text] = comparison.split(' ')
  const limit = Number(text)
  switch (operator) {
    case '==':
      return count === limit
    case '>=':
      return count >= limit
    case '<=':
      return count <= limit
    case '>':
      return count > limit
    default:
      return count < limit
  }
}

/** The test a hint is about: the first failed one that its condition names, else the one whose capture it asks. */
function subjectOf(condition: Condition, tests: readonly TestSeen[]): TestSeen | undefined {
  return failedTests(condition, tests)[0] ?? tests.find((test) => test.outcome === 'failed')
}

function fill(
  mistake: Mistake,
  subject: TestSeen | undefined,
  tests: readonly TestSeen[],
  params: Params,
): string | null {
  let complete = true
  const text = mistake.say.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = lookUp(mistake.values[name]!, subject, tests, params)
    if (value === undefined) complete = false
    return visibleText(String(value))
  })
  return complete ? text : null
}

function lookUp(value: HintValue, subject: TestSeen | undefined, tests: readonly TestSeen[], params: Params) {
  if ('param' in value) return params[value.param]
  if ('evidence' in value) return atPath(subject?.evidence, value.evidence)
  const key = questionKey(question(value.capture, value.field))
  const answers = named(tests, value.capture.test).flatMap((test) => test.captures.get(key) ?? [])
  return take(answers[0], value.take)
}

/** The text or number at `processes[0].exit.error.code`, if there is one. */
function atPath(root: unknown, path: string): string | number | undefined {
  const steps = path.match(/[A-Za-z]+|\d+/g) ?? []
  const value = steps.reduce<unknown>(
    (inner, step) => (inner as Record<string, unknown> | null | undefined)?.[step],
    root,
  )
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

function take(answer: CaptureAnswer | undefined, what: 'first' | 'last' | 'count' | 'sum' | 'max') {
  if (!answer) return undefined
  const numbers = answer.values.map(Number)
  if (what === 'count') return answer.count
  if (answer.values.length === 0) return undefined
  if (what === 'first') return answer.values[0]
  if (what === 'last') return answer.values.at(-1)
  return what === 'sum' ? numbers.reduce((sum, n) => sum + n, 0) : Math.max(...numbers)
}
