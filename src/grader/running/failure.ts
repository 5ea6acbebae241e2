import { isLabError, isRemoteError, type LabError, type Leak, showValue } from '../../runtime/lab/index.ts'
import { Finding, LeakGrowth, TestFileError } from '../plan/index.ts'
import type { ErrorCode, Evidence } from '../report/index.ts'
import { partingOf, plainly } from './parting.ts'

/** Why a test did not pass, before the evidence of its world is added. */
export interface Failure {
  sentence: string
  code: ErrorCode
  expected: string
  seen: string
  /** Packets that the error itself names. */
  packets: number[]
  /** The first of them that is another than it should be, where that is known. */
  firstWrong?: number
  values?: Evidence['values']
  leaks?: Leak[]
  /** A number is another than expected, a time or a count: a grader that is a little late can make it so. */
  measured?: boolean
}

/** What a test's setup or body threw, in the words of a report. */
export function failureOf(error: unknown): Failure {
  if (isLabError(error)) return labFailure(error)
  if (!(error instanceof Error)) return authorsFailure(`the test threw ${showValue(error)}`)
  const mismatch = /^\.to\w+\(\) expects to receive (.+), but got (\w+)$/.exec(error.message)
  if (mismatch) return mismatchFailure(mismatch[1]!, `a value of type ${mismatch[2]}`)
  if (isAssertion(error)) return assertionFailure(error)
  if (isRemoteError(error)) return remoteFailure(error)
  if (error instanceof LeakGrowth) return growthFailure(error)
  if (error instanceof TestFileError) return authorsFailure(error.message)
  return authorsFailure(`the test itself threw ${error.name}: ${error.message}`)
}

/** What the leak oracle found. */
export function leakFailure(leaks: Leak[]): Failure {
  const what = leaks.map((leak) => `${leak.process}: ${leak.what}`).join('; ')
  return {
    sentence: `Something was left when the test was over: ${what}.`,
    code: 'UNEXPECTED',
    expected: 'nothing left open',
    seen: what,
    packets: [],
    leaks,
  }
}

function growthFailure({ message, leaks }: LeakGrowth): Failure {
  const seen = leaks.map((leak) => `${leak.process}: ${leak.what}`).join('; ')
  return {
    sentence: message,
    code: 'UNEXPECTED',
    expected: 'no more held than after the first time',
    seen,
    packets: [],
    leaks,
  }
}

export function realTimeFailure(limitMs: number): Failure {
  const sentence = `The test used more than ${limitMs / 1000} s of the grader's own time and was stopped.`
  return { sentence, code: 'TIMEOUT', expected: `an end within ${limitMs / 1000} s`, seen: 'none', packets: [] }
}

export function starvedFailure(waitedMs: number): Failure {
  const seen = `${Math.round(waitedMs / 1000)} s in which it and the programs had no processor`
  const sentence = `the machine was too busy: the grader saw ${seen}`
  return { sentence, code: 'LAG', expected: 'a processor to run on', seen, packets: [] }
}

function labFailure({ code, expected, seen, packets, process }: LabError): Failure {
  return { sentence: labSentence(code, expected, seen, process), code, expected, seen, packets }
}

function labSentence(code: ErrorCode, expected: string, seen: string, process: LabError['process']): string {
  if (code === 'EXITED' && process) {
    const { error, signal, reason, code: status } = process.exit
    if (reason !== undefined) return `${process.name} was ended: ${reason}.`
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${status}`
    return `${process.name} ${how}${error ? `: ${error.name}: ${firstLine(error.message)}` : '.'}`
  }
  return `Expected ${expected}, but saw ${seen}.`
}

/** What chai throws. */
interface AssertionError extends Error {
  actual?: unknown
  expected?: unknown
  showDiff?: boolean
  operator?: string
}

/** Chai's own errors have a name; those of matchers that were added to it only what they compared. */
function isAssertion(error: Error): error is AssertionError {
  return error.name === 'AssertionError' || ('actual' in error && 'expected' in error)
}

function assertionFailure(error: AssertionError): Failure {
  if (error.actual instanceof Finding) return findingFailure(error.actual)
  if (/^Target cannot be null or undefined/.test(error.message)) return mismatchFailure('a value', 'none')
  if (/^promise resolved /.test(error.message)) return mismatchFailure('an error', showValue(error.actual))
  if (/^promise rejected /.test(error.message)) return mismatchFailure('a result', showValue(error.cause))
  const compared = 'expected' in error && error.expected !== undefined
  const said = wholeText(plainly(error.message), error)
  const expected = compared ? showValue(error.expected) : said
  const seen = compared ? showValue(error.actual) : showValue(error.actual ?? 'something else')
  const parting = compared && isComparison(error) ? partingOf(error.actual, error.expected) : null
  return {
    sentence: parting?.sentence ?? `${capitalised(said)}.`,
    code: 'ASSERTION',
    expected,
    seen,
    packets: [],
    measured: typeof error.actual === 'number',
    ...(parting?.values && { values: parting.values }),
  }
}

/** Chai shows how a text begins. What does not match may be its end: both are shown, and the length. */
function wholeText(said: string, { actual, expected }: AssertionError): string {
  if (!(expected instanceof RegExp) || typeof actual !== 'string') return said
  return said.replace(
    /^expected .*? to (not )?match /s,
    (_, not = '') => `expected ${showValue(actual)} to ${not}match `,
  )
}

/** A matcher was given what it does not look at: whoever is tested gave another kind of value. */
function mismatchFailure(expected: string, seen: string): Failure {
  return { sentence: `Expected ${expected}, but received ${seen}.`, code: 'ASSERTION', expected, seen, packets: [] }
}

/** Whether all that was expected is the very value: `toBe`, `toEqual`, `toMatchObject`, and not the opposite of one. */
function isComparison({ operator, showDiff, message, expected }: AssertionError): boolean {
  if (showDiff !== true || expected instanceof RegExp) return false
  if (operator === undefined) return / to match object /.test(message)
  return operator.endsWith('trictEqual') && !operator.startsWith('not')
}

function findingFailure({ sentence, expected, seen, packets, firstWrong, measured, values }: Finding): Failure {
  return {
    sentence: capitalised(sentence),
    code: 'ASSERTION',
    expected,
    seen,
    packets: [...packets],
    measured,
    ...(values && { values }),
    ...(firstWrong !== undefined && { firstWrong }),
  }
}

/** A function of the learner's module threw. */
function remoteFailure(error: Error): Failure {
  const seen = `${(error as { code?: string }).code ?? 'Error'}: ${firstLine(error.message)}`
  return {
    sentence: `The function that the test called threw ${seen}.`,
    code: 'UNEXPECTED',
    expected: 'the call to return',
    seen,
    packets: [],
  }
}

function authorsFailure(seen: string): Failure {
  return { sentence: capitalised(seen), code: 'PLATFORM', expected: 'a test that runs', seen, packets: [] }
}

const firstLine = (text: string) => text.split('\n')[0]!.replace(/\.$/, '')
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
