import { type Leak, type StepRecord, showNumber, showValue } from '#lab'
import { Between, Finding, subjectOf } from '../plan/index.ts'
import type { ErrorCode, Evidence } from '../report/index.ts'
import { aboutSubject, capitalised, type LiteralPattern, literalClause, literalPattern, plainly } from './chai-words.ts'
import { partingOf } from './parting.ts'
import { seenWords, wantedWords } from './range-words.ts'
import { stepSubject } from './step-subject.ts'

/** An error thrown by chai. */
interface AssertionError extends Error {
  actual?: unknown
  expected?: unknown
  showDiff?: boolean
  operator?: string
}

/** Chai's own errors have a name; those of added matchers have only the values that they compared. */
function isAssertion(error: Error): error is AssertionError {
  return error.name === 'AssertionError' || ('actual' in error && 'expected' in error)
}

/**
 * Describes a failed comparison of the test; null for any other error. If the author, or the step that produced the value, has words for it, the
 * sentence is about that.
 */
export function assertionFailure(error: Error, last: readonly StepRecord[] = []): Failure | null {
  const { label, message } = subjectOf(error)
  const subject = label?.about ?? stepSubject(last, (error as AssertionError).actual)
  const failure = failureWith(error, message, subject)
  if (!failure) return null
  const units = label?.unit ? withUnit(rangeIn(label.unit, failure, error, subject), label.unit) : failure
  const packet = label?.datagram?.packet
  if (subject !== null)
    return {
      ...units,
      about: subject,
      ...(label?.say && { sentence: label.say }),
      ...(packet !== undefined && { packets: [packet], firstWrong: packet }),
    }
  const finding = (error as AssertionError).actual
  return finding instanceof Finding && !finding.wantsSubject ? failure : { ...failure, isUnnamed: true }
}

/** A range whose numbers have a unit of their own, such as the seconds of a TTL: the matcher words it as a time in ms. */
function rangeIn(unit: string, failure: Failure, error: Error, subject: string | null): Failure {
  const { actual, expected } = error as AssertionError
  if (unit === 'ms' || subject === null || !(expected instanceof Between) || typeof actual !== 'number') return failure
  const [seen, range] = [showNumber(actual), `between ${showNumber(expected.least)} and ${showNumber(expected.most)}`]
  const sentence = `${capitalised(subject)} is ${seen} ${unit}, expected ${range} ${unit}.`
  return { ...failure, seen: `${seen} ${unit}`, expected: `${range} ${unit}`, sentence }
}

/** Numbers with their units. */
function withUnit(failure: Failure, unit: string): Failure {
  const { expected, seen, sentence } = failure
  const add = (text: string) => (/^-?[\d.,]+$/.test(text) ? `${text} ${unit}` : text)
  const told = [seen, expected].reduce(
    (said, value) =>
      add(value) === value
        ? said
        : said.replace(new RegExp(`(?<![\\d.])${value}(?![\\d.]*\\d)(?! ${unit}\\b)`), add(value)),
    sentence,
  )
  return { ...failure, expected: add(expected), seen: add(seen), sentence: told }
}

function failureWith(error: Error, message: string, subject: string | null): Failure | null {
  const mismatch = /^\.to\w+\(\) expects to receive (.+), but got (\w+)$/.exec(message)
  if (mismatch) return mismatchFailure(mismatch[1]!, `a value of type ${mismatch[2]}`, subject)
  if (!isAssertion(error)) return null
  if (error.actual instanceof Finding) return findingFailure(error.actual, subject)
  if (/^Target cannot be null or undefined/.test(message)) return mismatchFailure('a value', 'none', subject)
  if (/^promise resolved /.test(message)) return mismatchFailure('an error', showValue(error.actual), subject)
  if (/^promise rejected /.test(message)) return mismatchFailure('a result', showValue(error.cause), subject)
  return comparisonFailure(error, message, subject)
}

function comparisonFailure(error: AssertionError, message: string, subject: string | null): Failure {
  const said = roundNumbers(wholeText(plainly(message), error), error)
  const compared = 'expected' in error && error.expected !== undefined
  const literal = literalOf(said, error)
  const wanted = literal ? showValue(literal.text) : compared ? wantedWords(error.expected) : said
  const expected = compared && isOpposite(error) ? `anything but ${wanted}` : wanted
  const seen = compared ? seenWords(error) : showValue(error.actual ?? 'something else')
  const parting = compared && isComparison(error, message) ? partingOf(error.actual, error.expected, subject) : null
  return {
    sentence: parting?.sentence ?? sentenceOf(said, error, subject),
    code: 'ASSERTION',
    expected,
    seen,
    packets: [],
    measured: typeof error.actual === 'number',
    ...(compared && !isOpposite(error) && { compared: comparedValues(error) }),
    ...(parting?.values && { values: parting.values }),
  }
}

/** The two values; for a range the end that was missed, so that the reader knows whether it was too little or too much. */
const comparedValues = ({ actual, expected }: AssertionError) =>
  expected instanceof Between && typeof actual === 'number'
    ? { actual, expected: expected.missedBy(actual) }
    : { actual, expected }

/** The plain text that was searched for in a text, if it was one. */
function literalOf(said: string, { actual, expected }: AssertionError): LiteralPattern | null {
  if (!(expected instanceof RegExp) || typeof actual !== 'string') return null
  return said.endsWith(` to match ${expected}`) && !said.endsWith(` not to match ${expected}`)
    ? literalPattern(expected)
    : null
}

function sentenceOf(said: string, error: AssertionError, subject: string | null): string {
  const literal = literalOf(said, error)
  if (literal) return `${capitalised(subject ?? 'the text')} ${literalClause(error.actual as string, literal)}.`
  if (subject === null) return `${capitalised(said)}.`
  const clause = aboutSubject(said, error.actual)
  return clause === null ? `${capitalised(subject)}: ${said}.` : `${capitalised(subject)} ${clause}.`
}

/** Chai shows the beginning of a text, but the mismatch may be at its end: this shows both, and the length. */
function wholeText(said: string, { actual, expected }: AssertionError): string {
  if (!(expected instanceof RegExp) || typeof actual !== 'string') return said
  return said.replace(
    /^expected .*? (not to|to not|to) match /s,
    (_, to) => `expected ${showValue(actual)} ${to} match `,
  )
}

/** Rounds numbers: chai shows every digit of a difference of times. */
function roundNumbers(said: string, { actual, expected }: AssertionError): string {
  return [actual, expected].reduce<string>(
    (text, value) => (typeof value === 'number' ? text.replaceAll(String(value), showNumber(value)) : text),
    said,
  )
}

/** Reports that a matcher got a value of the wrong type: the tested program returned another kind of value. */
function mismatchFailure(expected: string, seen: string, subject: string | null): Failure {
  const sentence =
    subject === null
      ? `Expected ${expected}, but received ${seen}.`
      : `${capitalised(subject)}: expected ${expected}, but received ${seen}.`
  return { sentence, code: 'ASSERTION', expected, seen, packets: [] }
}

/** Whether the expected value is exact: `toBe`, `toEqual`, `toMatchObject`, `toBeNull`, and not their negation. */
function isComparison({ operator, showDiff, expected }: AssertionError, message: string): boolean {
  if (showDiff !== true || expected instanceof RegExp) return false
  if (operator === undefined) return / to match object | to be (null|NaN)$/.test(message)
  return operator.endsWith('trictEqual') && !isOpposite({ operator })
}

/** `not.toBe`, `not.toEqual`: the expected value is the one that must not come. */
const isOpposite = ({ operator }: Pick<AssertionError, 'operator'>) => operator?.startsWith('not') === true

function findingFailure(finding: Finding, subject: string | null): Failure {
  const { sentence, clause, expected, seen, packets, firstWrong, expectedAfter, measured, values } = finding
  const about = clause === undefined ? lowered(sentence) : `${clause}.`
  return {
    sentence: subject === null ? capitalised(sentence) : `${capitalised(subject)}: ${about}`,
    code: 'ASSERTION',
    expected,
    seen,
    packets: [...packets],
    measured,
    ...(values && { values }),
    ...(firstWrong !== undefined && { firstWrong }),
    ...(expectedAfter !== undefined && { expectedAfter }),
    ...(finding.compared && { compared: finding.compared }),
  }
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** Reason why a test did not pass, without the evidence of its world. */
export interface Failure {
  sentence: string
  code: ErrorCode
  expected: string
  seen: string
  /** Packets that the error itself names. */
  packets: number[]
  /** The first of them that is wrong, if known. */
  firstWrong?: number
  /** The packet after which the expected one did not come. */
  expectedAfter?: number
  values?: Evidence['values']
  /** The words of the test's author, or of the step, for the value. */
  about?: string
  /** The two values; no `expected` if the right value is unknown. */
  compared?: { actual?: unknown; expected?: unknown }
  leaks?: Leak[]
  /** A time or a count differs from the expected one: a grader that is a little late can cause that. */
  measured?: boolean
  /** The sentence has only values or a filter: the test's author gave no words for them. */
  isUnnamed?: boolean
}
