import {
  isLabError,
  isRemoteError,
  type LabError,
  type Leak,
  type StepRecord,
  showValue,
} from '../../runtime/lab/index.ts'
import { LeakGrowth, PropertyFailure, TestFileError } from '../plan/index.ts'
import type { ErrorCode, Evidence } from '../report/index.ts'
import { assertionFailure } from './assertion.ts'
import { capitalised } from './chai-words.ts'

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
  /** The sentence has values or a filter in it and nobody's word for what they are: the test's author gave none. */
  isUnnamed?: boolean
}

/** What a test's setup or body threw, in the words of a report. `last`: what the test had done just before. */
export function failureOf(error: unknown, last: readonly StepRecord[] = []): Failure {
  if (isLabError(error)) return labFailure(error)
  if (!(error instanceof Error)) return authorsFailure(`the test threw ${showValue(error)}`)
  if (error instanceof PropertyFailure) return propertyFailure(error, last)
  const { actual } = error as { actual?: unknown }
  // No error of the learner's was compared: the operation itself came to nothing, and says why.
  if (isLabError(actual)) return { ...labFailure(actual), code: 'ASSERTION' }
  const assertion = assertionFailure(error, last)
  if (assertion) return assertion
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

function labFailure({ code, expected, wanted, seen, packets, process }: LabError): Failure {
  const sentence = labSentence(code, wanted?.words ?? expected, seen, process)
  return { sentence, code, expected, seen, packets, ...(wanted?.isNamed === false && { isUnnamed: true }) }
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

/** What was thrown for one value of many: the same, after the value. */
function propertyFailure({ input, cause }: PropertyFailure, last: readonly StepRecord[] = []): Failure {
  const failure = failureOf(cause, last)
  return { ...failure, sentence: `For ${input}: ${failure.sentence}`, seen: `${failure.seen}, for ${input}` }
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
