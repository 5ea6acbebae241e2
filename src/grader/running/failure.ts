import { isLabError, isRemoteError, type LabError, type Leak, showValue } from '../../runtime/lab/index.ts'
import { Finding, LeakGrowth, TestFileError } from '../plan/index.ts'
import type { ErrorCode, Evidence } from '../report/index.ts'

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
}

/** Chai's own errors have a name; those of matchers that were added to it only what they compared. */
function isAssertion(error: Error): error is AssertionError {
  return error.name === 'AssertionError' || ('actual' in error && 'expected' in error)
}

function assertionFailure(error: AssertionError): Failure {
  if (error.actual instanceof Finding) return findingFailure(error.actual)
  const compared = 'expected' in error && error.expected !== undefined
  const expected = compared ? showValue(error.expected) : firstLine(error.message)
  const seen = compared ? showValue(error.actual) : showValue(error.actual ?? 'something else')
  const parting = compared ? partingOf(error.actual, error.expected) : null
  return {
    sentence: parting?.sentence ?? `${capitalised(firstLine(error.message))}.`,
    code: 'ASSERTION',
    expected,
    seen,
    packets: [],
    measured: typeof error.actual === 'number',
    ...(parting?.values && { values: parting.values }),
  }
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

/** Where two values part: of two lists the first element that differs, of two texts the first character. */
function partingOf(actual: unknown, expected: unknown): { sentence: string; values?: Evidence['values'] } | null {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const i = expected.findIndex((item, n) => showValue(item, 10_000) !== showValue(actual[n], 10_000))
    if (i < 0) return { sentence: `Received ${actual.length} values where ${expected.length} were expected.` }
    const inner = partingOf(actual[i], expected[i])
    const place = `Value ${i + 1} of ${expected.length}`
    if (i >= actual.length) return { sentence: `${place} is missing: expected ${showValue(expected[i])}.` }
    return {
      sentence: `${place} is ${showValue(actual[i])}, expected ${showValue(expected[i])}.`,
      ...(inner?.values && { values: inner.values }),
    }
  }
  if (typeof actual !== 'string' || typeof expected !== 'string') return null
  const at = firstDifference(actual, expected)
  return {
    sentence: `Received ${showValue(actual)}, expected ${showValue(expected)}.`,
    values: { expected: expected.slice(0, MOST_SHOWN), actual: actual.slice(0, MOST_SHOWN), firstDifference: at },
  }
}

const MOST_SHOWN = 2_000

function firstDifference(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return i
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

/** Without chai's remark on how it compared: learners read this. */
const firstLine = (text: string) =>
  text
    .split('\n')[0]!
    .replace(/ \/\/ Object\.is equality$/, '')
    .replace(/\.$/, '')
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
