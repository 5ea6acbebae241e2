import type { Explicit, LabSession, Schedule } from '../../runtime/lab/index.ts'
import { milliseconds } from '../../runtime/lab/index.ts'
import { durationMs, type Exercise, mebibytes, type Params } from '../exercise/index.ts'
import type { CaptureAnswer, CaptureQuestion } from '../hints/index.ts'
import { questionKey } from '../hints/index.ts'
import { compareTimesBy, type PlannedTest } from '../plan/index.ts'
import { type Evidence, isFailure, type TestStatus } from '../report/index.ts'
import { collectEvidence } from './evidence.ts'
import { type Failure, failureOf, leakFailure, realTimeFailure } from './failure.ts'
import type { OpenWorld, WorldRequest } from './world.ts'

/** What came of running one test once. */
export interface TestRun {
  status: TestStatus
  /** Why not run, ungradable or platform error. */
  reason?: string
  /** Milliseconds of the world. */
  took: number
  /** How often it was run to come to this. */
  runs: number
  evidence?: Evidence
  /** How the schedule changed each connection's stream; of a failure. */
  differences: Explicit[]
  captures: Map<string, CaptureAnswer>
  /** How long world and programs waited for a processor, in real milliseconds; of a failure. */
  lagMs?: number
  /** The world's packets as pcapng: of a failure, and of every test where recordings are wanted. */
  recording?: Uint8Array
}

export interface RunContext {
  exercise: Exercise
  params: Params
  /** All but the schedule and the topology parameters of the one test. */
  world: Omit<WorldRequest, 'schedule' | 'limits'>
  openWorld: OpenWorld
  questions: CaptureQuestion[]
  /** Keep the recordings of passed tests too. */
  recordAll: boolean
}

/** Runs a test in a world of its own: open, setup and body, leak oracle, evidence, close. Never throws. */
async function runTest(test: PlannedTest, schedule: Schedule, context: RunContext): Promise<TestRun> {
  let session: LabSession
  try {
    session = await context.openWorld(requestFor(test, schedule, context))
  } catch (error) {
    return undecided(failureOf(error), 0)
  }
  const missing = [...context.exercise.needs, ...(test.options.needs ?? [])].filter(
    (need) => !session.lab.capabilities.has(need),
  )
  try {
    if (missing.length > 0) return notRun(`the backend ${session.lab.backend} cannot do ${missing.join(', ')}`)
    return await runInWorld(test, session, context)
  } finally {
    compareTimesBy(null)
    await closeWithin(session)
  }
}

/** The same, again after each of these pauses while the grader itself is too slow. */
export async function runDecided(
  test: PlannedTest,
  schedule: Schedule,
  context: RunContext,
  pausesMs: readonly number[] = [0],
): Promise<TestRun> {
  let run = await runTest(test, schedule, context)
  for (const [i, pause] of pausesMs.entries()) {
    if (run.status !== 'ungradable') break
    await new Promise((resolve) => setTimeout(resolve, pause))
    run = { ...(await runTest(test, schedule, context)), runs: i + 2 }
  }
  return run
}

function requestFor(test: PlannedTest, schedule: Schedule, { exercise, world }: RunContext): WorldRequest {
  const { limits } = exercise
  return {
    ...world,
    params: { ...world.params, ...test.options.topology },
    schedule,
    limits: {
      within: durationMs(limits.within),
      time: durationMs(limits.virtual),
      packets: limits.packets,
      output: mebibytes(limits.output) * 2 ** 20,
      memoryMiB: mebibytes(limits.memory),
    },
  }
}

async function runInWorld(test: PlannedTest, session: LabSession, context: RunContext): Promise<TestRun> {
  compareTimesBy(session.lab.clock)
  const failure = await attempt(test, session, context)
  const took = session.lab.clock.now
  // What is asked of the world from here on is not the test's.
  const steps = failure ? session.steps() : []
  const captures = await answerQuestions(session, context.questions)
  // A world that has died has no recording to give.
  const recording = failure || context.recordAll ? await session.lab.pcapng().catch(() => undefined) : undefined
  const kept = { took, runs: 1, captures, ...(recording && { recording }) }
  if (!failure) return { ...kept, status: 'passed', differences: [] }
  const status = statusOf(failure)
  if (!isFailure(status)) return { ...undecided(failure, took), captures }
  const { evidence, differences, lagMs } = await collectEvidence(failure, session, steps, recording)
  // Whoever waits for long does not miss an answer by a little; a measured time is wrong by whatever it was late.
  const allowed = session.lab.clock.tolerance(failure.measured ? 0 : took)
  if (lagMs > allowed) return { ...tooBusy(lagMs, took), captures }
  return { ...kept, status, evidence, differences, lagMs }
}

/** Setup, body and leak oracle. Null when all went well. */
async function attempt(test: PlannedTest, session: LabSession, context: RunContext): Promise<Failure | null> {
  const limitMs = durationMs(context.exercise.limits.real)
  const body = session.supervise(async () => {
    await test.run(session.lab)
    const leaks = await findLeaks(test, session, context)
    return leaks.length > 0 ? leakFailure(leaks) : null
  })
  body.catch(() => {})
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<Failure>((resolve) => {
    timer = setTimeout(() => resolve(realTimeFailure(limitMs)), limitMs)
  })
  try {
    return await Promise.race([body, tooLong])
  } catch (error) {
    return failureOf(error)
  } finally {
    clearTimeout(timer)
  }
}

/** What is left open; a test's own wish goes before the exercise's. */
async function findLeaks(test: PlannedTest, { lab }: LabSession, { exercise, params }: RunContext) {
  // The oracle needs some seconds of quiet. On a real clock they would cost more than the test; the simulated worlds decide this.
  if (lab.clock.kind === 'real') return []
  const { leaks } = test.options
  if (leaks === false || (leaks === undefined && !exercise.leaks)) return []
  if (typeof leaks === 'object') return lab.leaks(leaks)
  const { listeners = [], ...rest } = exercise.leaks ?? {}
  return lab.leaks({
    ...rest,
    listeners: listeners.map((port) => Number(typeof port === 'string' ? params[port] : port)),
  })
}

/** In a longer recording nothing is looked for: reading a flood again for every hint is what whoever sends it would like. */
const MOST_SEARCHED = 20_000

async function answerQuestions({ lab }: LabSession, questions: CaptureQuestion[]): Promise<Map<string, CaptureAnswer>> {
  const answers = new Map<string, CaptureAnswer>()
  const packets =
    questions.length === 0
      ? 0
      : await lab
          .capture()
          .count()
          .catch(() => Number.POSITIVE_INFINITY)
  if (packets > MOST_SEARCHED) return answers
  for (const question of questions) {
    const { filter, on, field } = question
    try {
      const capture = lab.capture(filter, on === undefined ? {} : { on })
      const packets = field === undefined ? [] : await capture.all()
      const values = packets.flatMap((packet) => packet.field(field!) ?? [])
      answers.set(questionKey(question), {
        count: field === undefined ? await capture.count() : packets.length,
        values,
      })
    } catch {
      // No answer from a world that has died; the hint that asked stays away.
    }
  }
  return answers
}

function statusOf({ code }: Failure): TestStatus {
  if (code === 'TIMEOUT') return 'timed-out'
  if (code === 'NOT_SUPPORTED') return 'not-run'
  if (code === 'LAG') return 'ungradable'
  return code === 'MISUSE' || code === 'PLATFORM' ? 'platform-error' : 'failed'
}

/** A failure on a machine that had no time for the world is nobody's fault: it says nothing about the submission. */
function tooBusy(lagMs: number, took: number): TestRun {
  const reason = `the machine was too busy: the world was ${Math.round(lagMs)} ms late after ${Math.round(took)} ms`
  return { status: 'ungradable', reason, took, runs: 1, differences: [], captures: new Map() }
}

function undecided(failure: Failure, took: number): TestRun {
  const status = statusOf(failure)
  return {
    status: isFailure(status) ? 'platform-error' : status,
    reason: failure.sentence,
    took,
    runs: 1,
    differences: [],
    captures: new Map(),
  }
}

/** A test that is not run, and why. */
export const notRun = (reason: string): TestRun => ({
  status: 'not-run',
  reason,
  took: 0,
  runs: 0,
  differences: [],
  captures: new Map(),
})

const CLOSE_PATIENCE_MS = 2_000

/** A world that hangs must not hang the grader. */
async function closeWithin({ lab }: LabSession): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_PATIENCE_MS)
  })
  await Promise.race([lab.close().catch(() => {}), patience])
  clearTimeout(timer)
}

/** The longest a test lets pass, in milliseconds. */
export const waitsMs = (test: PlannedTest): number => milliseconds(test.options.waits ?? '2s')
