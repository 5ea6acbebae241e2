import { isLabError, isRemoteError, type LabError, type Leak, type StepRecord, showValue } from '#lab'
import { type Label, LeakGrowth, PropertyFailure, subjectOf, TestFileError } from '../plan/index.ts'
import { assertionFailure, type Failure } from './assertion.ts'
import { capitalised } from './chai-words.ts'
import { waitSubject } from './step-subject.ts'

/** Describes an error of a test's setup or body for the report. `last`: the test's last step. */
export function failureOf(error: unknown, last: readonly StepRecord[] = []): Failure {
  if (isLabError(error)) return labFailure(error, last)
  if (!(error instanceof Error)) return authorsFailure(`the test threw ${showValue(error)}`)
  if (error instanceof PropertyFailure) return propertyFailure(error, last)
  const { actual } = error as { actual?: unknown }
  // The error compares no values of the learner's: the operation itself failed, and says why.
  if (isLabError(actual)) return { ...labFailure(actual, last), ...aboutOf(error), code: 'ASSERTION' }
  const assertion = assertionFailure(error, last)
  if (assertion) return assertion
  if (isRemoteError(error)) return { ...remoteFailure(error), ...aboutOf(error) }
  if (error instanceof LeakGrowth) return growthFailure(error)
  if (error instanceof TestFileError) return authorsFailure(error.message)
  return authorsFailure(`the test itself threw ${error.name}: ${error.message}${placeOf(error)}`)
}

/** ` (visible.test.ts:17)`: the first line of a test file in the error's stack; nothing where there is none. */
const placeOf = ({ stack }: Error): string =>
  /\/tests\/([\w./-]+:\d+)/.exec(stack ?? '')?.[1]?.replace(/.*/, ' ($&)') ?? ''

const aboutOf = (error: Error): Pick<Failure, 'about'> => {
  const { label } = subjectOf(error)
  return label ? { about: label.about } : {}
}

/** Name of the leak oracle's assertion in hints.yaml. */
const LEFT_OPEN = 'what was left open'

/** Describes the leaks that were found. */
export function leakFailure(leaks: Leak[]): Failure {
  const what = leaks.map((leak) => `${leak.process}: ${leak.what}`).join('; ')
  return {
    sentence: `Something was left when the test was over: ${what}.`,
    about: LEFT_OPEN,
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
    about: LEFT_OPEN,
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

/** Describes a test that was stopped because the time of the whole submission is used up. */
export function budgetFailure({ limitMs }: { limitMs: number }): Failure {
  const limit = `${limitMs / 1000} s`
  const sentence = `The submission has used all of the ${limit} that its tests may take together, so this test was stopped.`
  return { sentence, code: 'TIMEOUT', expected: `an end of all tests within ${limit}`, seen: 'none', packets: [] }
}

export function starvedFailure(waitedMs: number): Failure {
  const seen = `${Math.round(waitedMs / 1000)} s in which it and the programs had no processor`
  const sentence = `the machine was too busy: the grader saw ${seen}`
  return { sentence, code: 'LAG', expected: 'a processor to run on', seen, packets: [] }
}

/** Describes a wait that timed out, by its assertion's label, a capture's words, or the step. */
function labFailure(error: LabError, last: readonly StepRecord[]): Failure {
  const { code, expected, wanted: words, seen, packets, process } = error
  const { label, wanted } = subjectOf(error)
  const named = words?.isNamed === true ? words.words : waitSubject(last, error)
  const about = label?.about ?? named
  const isUnnamed = words?.isNamed === false && !label
  return {
    sentence: labSentence(error, label ?? null),
    code,
    expected: wanted ? showValue(wanted.value) : (words?.words ?? expected),
    seen: code === 'EXITED' && process ? endOf(process) : seen,
    packets,
    compared: wanted ? { expected: wanted.value } : {},
    ...(about !== null && { about }),
    ...(isUnnamed && { isUnnamed: true }),
  }
}

function labSentence({ code, expected, wanted, seen, process }: LabError, label: Label | null): string {
  if (code === 'EXITED' && process) return endOf(process)
  // A world that died with its program leaves only the reason.
  if (code === 'EXITED' && seen.startsWith('your program')) return `${capitalised(seen)}.`
  const isNothing = ['nothing', 'none', 'it still running'].includes(seen)
  const instead = isNothing ? 'nothing came' : `instead: ${seen}`
  if (label?.say) return instead === 'nothing came' ? label.say : `${label.say.replace(/\.$/, '')}; ${instead}.`
  if (label === null) return `Expected ${wanted?.words ?? expected}, but saw ${seen}.`
  const within = / (within [\d.]+ \S+)$/.exec(expected)?.[1]
  if (code === 'UNEXPECTED') return `${capitalised(label.about)}: expected ${expected}, but saw ${seen}.`
  return `${capitalised(label.about)} did not come${within && code === 'TIMEOUT' ? ` ${within}` : ''}; ${instead}.`
}

/** `server.ts ended with exit code 1: Error: read ECONNRESET` */
function endOf({ name, exit }: NonNullable<LabError['process']>): string {
  const { error, signal, reason, code } = exit
  if (reason?.startsWith('gave no answer')) return `${name} ${reason} and was stopped: it never returned to Node.`
  if (reason !== undefined) return `${name} was ended: ${reason}.`
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
  return `${name} ${how}${error ? `: ${error.name}: ${firstLine(error.message)}` : '.'}`
}

/** Puts the value before the error that was thrown for it. */
function propertyFailure({ input, cause }: PropertyFailure, last: readonly StepRecord[] = []): Failure {
  const failure = failureOf(cause, last)
  return { ...failure, sentence: `For ${input}: ${failure.sentence}`, seen: `${failure.seen}, for ${input}` }
}

/** Reports an error thrown by a function of the learner's module. */
function remoteFailure(error: Error): Failure {
  const { label, message } = subjectOf(error)
  const seen = `${(error as { code?: string }).code ?? 'Error'}: ${firstLine(message)}`
  const threw = `the function that the test called threw ${seen}.`
  return {
    sentence: label ? `${capitalised(label.about)} did not come: ${threw}` : capitalised(threw),
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
