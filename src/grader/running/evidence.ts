import type {
  Explicit,
  LabSession,
  Packet,
  ProcessEvidence,
  StepRecord,
  WorldEvidence,
} from '../../runtime/lab/index.ts'
import { hashBytes } from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'
import type { Failure } from './failure.ts'
import type { Lateness } from './lateness.ts'
import { TESTS_FOLDER } from './load-tests.ts'

/** Steps that a report keeps: the last of its test. */
export const MOST_STEPS = 20
const MOST_LADDER = 60
const MOST_OUTPUT = 4_000
/** In a longer recording the first packet with some text is not looked for. */
const MOST_SEARCHED = 1_000

/** What a report keeps of a failed test: the sentence, and what its world can show for it. */
export async function collectEvidence(
  failure: Failure,
  session: LabSession,
  steps: readonly StepRecord[],
  recording: Uint8Array | undefined,
): Promise<{ evidence: Evidence; differences: Explicit[]; lateness: Lateness }> {
  // A world that has died cannot be asked; what is known without it is still worth a report.
  const world = await session.evidence().catch(() => null)
  const {
    sentence,
    code,
    expected,
    seen,
    packets,
    values,
    isUnnamed,
    leaks = [],
  } = causeOf(failure, world?.processes ?? [])
  const firstWrong =
    failure.firstWrong ??
    (world && world.packets <= MOST_SEARCHED && values ? await packetWith(values, steps.at(-1), session) : undefined)
  const evidence: Evidence = {
    sentence,
    ...(isUnnamed && { unnamed: true as const }),
    code,
    expected,
    seen,
    at: session.lab.clock.now,
    ...(values && { values }),
    steps: steps.map(reportStep),
    ...(world &&
      recording && {
        packets: {
          pcapng: hashBytes(recording),
          marked: packets,
          ...(firstWrong !== undefined && (await placeOf(firstWrong, world, session))),
          ladder: shortened(world.ladder),
        },
      }),
    faults: [],
    processes: (world?.processes ?? []).map(reportProcess),
    leaks: leaks.map(({ kind, process, what, since }) => ({ kind, process, what, since })),
  }
  const { lagMs = 0, shortestWaitMs = null, othersShare = 0 } = world ?? {}
  return { evidence, differences: world?.schedule ?? [], lateness: { lagMs, shortestWaitMs, othersShare } }
}

/**
 * The packet that brought the test the text which should have been another one: the last that carried it, for the same may have been right before,
 * where it first left. None where all that came was right, and something is missing; none for what a program printed or gave: what was sent to it was right.
 */
async function packetWith(
  { actual, firstDifference }: NonNullable<Evidence['values']>,
  last: StepRecord | undefined,
  { lab }: LabSession,
): Promise<number | undefined> {
  if (firstDifference >= actual.length || isProgram(last)) return undefined
  const reader = last?.on.split(/[:→←]/)[0]
  const all = await lab
    .capture()
    .all()
    .catch(() => [])
  const packets = all.filter(({ text, from }) => text.includes(actual) && !from?.startsWith(`${reader}:`))
  const wrong = packets.at(-1)
  return packets.find((packet) => isSameSegment(packet, wrong!))?.number
}

/** `client:watch.ts`, where the peers of a test are `client:9000`, `client→server:9000`. */
const isProgram = (step: StepRecord | undefined) => /^[^:→←]+:[^\d→←][^→←]*$/.test(step?.on ?? '')

/** Whether one is a copy of the other: sent again, or on the next link. */
function isSameSegment(a: Packet, b: Packet): boolean {
  return a.ip?.src === b.ip?.src && a.tcp?.src === b.tcp?.src && a.tcp?.dst === b.tcp?.dst && a.tcp?.seq === b.tcp?.seq
}

/** A program that died of an error is the cause of what was then not as expected, whichever of the two the test noticed. */
function causeOf(failure: Failure, processes: readonly ProcessEvidence[]): Failure {
  const died = processes.find(({ exit }) => exit?.error !== undefined && exit.code !== 0)
  if (failure.code !== 'ASSERTION' || !died?.exit?.error) return failure
  const { name, message } = died.exit.error
  const how = `${died.name} ended with exit code ${died.exit.code}: ${name}: ${message.split('\n')[0]}`
  const sentence = failure.sentence.startsWith(how) ? failure.sentence : `${how}. After that: ${failure.sentence}`
  return { ...failure, code: 'EXITED', sentence, isUnnamed: false }
}

/** The first wrong packet, and its row in the ladder where that is short enough to be shown with it. */
async function placeOf(firstWrong: number, world: WorldEvidence, { lab }: LabSession) {
  if (world.packets > MOST_SEARCHED) return { firstWrong }
  const packets = await lab
    .capture()
    .all()
    .catch(() => [])
  const row = packets.findIndex(({ number }) => number === firstWrong)
  const left = Math.max(0, packets.length - MOST_LADDER)
  if (row < left || packets.length !== world.ladder.length) return { firstWrong }
  // Of a long ladder the end is shown, behind one row that says so.
  return { firstWrong, firstWrongRow: left > 0 ? row - left + 1 : row }
}

/** Only lines of the exercise's own test files are shown; `practice.test.ts`, not where it lay. */
function reportStep({ source, ...step }: StepRecord): Evidence['steps'][number] {
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
