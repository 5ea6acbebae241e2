import type { Explicit, LabSession, ProcessEvidence, StepRecord } from '#lab'
import { hashBytes } from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'
import type { Failure } from './assertion.ts'
import { whyOf } from './error-words.ts'
import type { Lateness } from './lateness.ts'
import { TESTS_FOLDER } from './load-tests.ts'

/** Most steps in a report: the last ones of its test. */
const MOST_STEPS = 20
const MOST_LADDER = 60
const MOST_OUTPUT = 4_000
/** Longer recordings are not searched for rows of the ladder. */
const MOST_SEARCHED = 1_000

/** Returns a failed test's part of the report: the sentence and its world's evidence. */
export async function collectEvidence(
  failure: Failure,
  session: LabSession,
  steps: readonly StepRecord[],
  recording: Uint8Array | undefined,
): Promise<{ evidence: Evidence; differences: Explicit[]; lateness: Lateness; numbers: number[] }> {
  // A world that has died can't be asked, but the rest is still worth reporting.
  const world = await session.evidence().catch(() => null)
  const all = world && world.packets <= MOST_SEARCHED ? await numbersIn(session) : []
  const isShown = (_: unknown, row: number) => (all[row] ?? Number.POSITIVE_INFINITY) >= session.firstPacket()
  const numbers = all.filter(isShown)
  const {
    sentence,
    code,
    expected,
    seen,
    packets,
    values,
    about,
    firstWrong,
    expectedAfter,
    isUnnamed,
    leaks = [],
  } = causeOf(failure, world?.processes ?? [])
  const evidence: Evidence = {
    sentence,
    ...(about !== undefined && { about }),
    observed: [],
    ...(isUnnamed && { unnamed: true as const }),
    ...placeOf(world?.processes ?? []),
    code,
    expected,
    seen,
    at: session.lab.clock.now,
    ...(values && { values }),
    steps: steps.slice(-MOST_STEPS).map(reportStep),
    ...(world &&
      recording && {
        packets: {
          pcapng: hashBytes(recording),
          marked: packets,
          ...(firstWrong !== undefined && { firstWrong }),
          ...(expectedAfter !== undefined && { expectedAfter }),
          ladder: shortened(world.ladder.filter(isShown)),
        },
      }),
    faults: [],
    processes: (world?.processes ?? []).map(reportProcess),
    leaks: leaks.map(({ kind, process, what, since }) => ({ kind, process, what, since })),
  }
  const { lagMs = 0, shortestWaitMs = null, othersShare = 0 } = world ?? {}
  return { evidence, differences: world?.schedule ?? [], lateness: { lagMs, shortestWaitMs, othersShare }, numbers }
}

/** A program that died of an error is the cause of whatever failed after it, whichever of the two the test noticed. */
function causeOf(failure: Failure, processes: readonly ProcessEvidence[]): Failure {
  const died = processes.find(({ exit }) => exit?.error !== undefined && exit.code !== 0)
  if (failure.code !== 'ASSERTION' || !died?.exit?.error) return failure
  const { name, message } = died.exit.error
  const how = `${died.name} ended with exit code ${died.exit.code}: ${name}: ${message.split('\n')[0]}`
  const sentence = failure.sentence.startsWith(how) ? failure.sentence : `${how}. After that: ${failure.sentence}`
  return { ...failure, code: 'EXITED', sentence, isUnnamed: false }
}

/** Where the program died, and why. */
function placeOf(processes: readonly ProcessEvidence[]): Pick<Evidence, 'place'> {
  const error = processes.find(({ exit }) => exit?.error?.at !== undefined && exit.code !== 0)?.exit?.error
  if (!error?.at) return {}
  const why = whyOf(error)
  return { place: { ...error.at, ...(why !== null && { why }) } }
}

/** Numbers of the packets in the order of the ladder. */
async function numbersIn({ lab }: LabSession): Promise<number[]> {
  const packets = await lab
    .capture()
    .all()
    .catch(() => [])
  return packets.map(({ number }) => number)
}

/** Adds the row of the ladder that shows the packet which the evidence points at. */
export function withRow(evidence: Evidence, numbers: readonly number[]): Evidence {
  const { packets } = evidence
  const shown = packets?.firstWrong ?? packets?.expectedAfter
  if (!packets || shown === undefined) return evidence
  const row = numbers.indexOf(shown)
  const left = Math.max(0, numbers.length - MOST_LADDER)
  // Shows the end of a long ladder, after one row that says so.
  const isShown = row >= left && packets.ladder.length === Math.min(numbers.length, MOST_LADDER) + (left > 0 ? 1 : 0)
  return isShown ? { ...evidence, packets: { ...packets, firstWrongRow: left > 0 ? row - left + 1 : row } } : evidence
}

/** Only lines of the exercise's own test files are shown, as `practice.test.ts`, without their folder. */
function reportStep({ source, ends: _, ...step }: StepRecord): Evidence['steps'][number] {
  if (!source?.file.startsWith(`${TESTS_FOLDER}/`)) return step
  return { ...step, source: { file: source.file.slice(TESTS_FOLDER.length + 1), line: source.line } }
}

function reportProcess({
  name,
  host,
  exit,
  stdout,
  stderr,
  queuedBytes,
}: ProcessEvidence): Evidence['processes'][number] {
  const { code, signal, error } = exit ?? {}
  return {
    name,
    host,
    exit: exit && {
      code: code ?? null,
      signal: signal ?? null,
      ...(error && {
        error: {
          name: error.name,
          message: error.message,
          stack: [],
          ...(error.code !== undefined && { code: error.code }),
        },
      }),
    },
    stdout: stdout.slice(-MOST_OUTPUT),
    stderr: stderr.slice(-MOST_OUTPUT),
    queuedBytes,
  }
}

function shortened(ladder: readonly string[]): string[] {
  const left = ladder.length - MOST_LADDER
  return left > 0 ? [`… ${left} packets before`, ...ladder.slice(-MOST_LADDER)] : [...ladder]
}
