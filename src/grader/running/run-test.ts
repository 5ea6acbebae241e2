import { type LabSession, milliseconds } from '#lab'
import { durationMs, mebibytes } from '../exercise/index.ts'
import { compareTimesBy, type PlannedTest } from '../plan/index.ts'
import { isFailure } from '../report/index.ts'
import type { Failure } from './assertion.ts'
import { answerQuestions } from './capture-answers.ts'
import { collectEvidence } from './evidence.ts'
import { budgetFailure, failureOf, leakFailure } from './failure.ts'
import { type InstalledFaults, installFaults } from './faults/index.ts'
import { isDoubtful, isTooLate } from './lateness.ts'
import { RealLimit } from './real-limit.ts'
import { Strays } from './strays.ts'
import type { Conditions, RunContext, TestRun } from './test-run.ts'
import { notRun, statusOf, tooBusy, undecided } from './verdict.ts'
import type { WorldRequest } from './world.ts'

/** A program that writes this many times the kept amount of output is flooding, and is stopped. */
const WRITTEN_PER_KEPT = 16

/** Runs a test in a world of its own: open, setup and body, leak oracle, evidence, close. Never throws. */
async function runTest(test: PlannedTest, conditions: Conditions, context: RunContext): Promise<TestRun> {
  let session: LabSession
  try {
    session = await context.openWorld(requestFor(test, conditions, context), context.budget)
  } catch (error) {
    return undecided(failureOf(error), 0)
  }
  const missing = [...context.exercise.needs, ...(test.options.needs ?? [])].filter(
    (need) => !session.lab.capabilities.has(need),
  )
  try {
    if (missing.length > 0) return notRun(`the backend ${session.lab.backend} cannot do ${missing.join(', ')}`)
    return await runInWorld(test, session, conditions, context)
  } finally {
    await closeWithin(session)
  }
}

/** Runs setup, body and leak oracle in a world of their own, and nothing else: throws their errors, or the leak oracle's sentence. */
export async function runBare(test: PlannedTest, conditions: Conditions, context: RunContext): Promise<void> {
  const session = await context.openWorld(requestFor(test, conditions, context))
  const release = compareTimesBy(session.lab.clock)
  const strays = new Strays()
  try {
    await session.supervise(() => test.run(session.lab))
    await strays.check()
    const leaks = await findLeaks(test, session, context)
    if (leaks.length > 0) throw new Error(leakFailure(leaks).sentence)
  } finally {
    release()
    await closeWithin(session)
    strays.stop()
  }
}

/** Runs a test, again after each of these pauses while the grader itself is too slow. */
export async function runDecided(
  test: PlannedTest,
  conditions: Conditions,
  context: RunContext,
  pausesMs: readonly number[] = [0],
): Promise<TestRun> {
  let run = await runTest(test, conditions, context)
  for (const [i, pause] of pausesMs.entries()) {
    if (run.status !== 'ungradable') break
    await new Promise((resolve) => setTimeout(resolve, pause))
    run = { ...(await runTest(test, conditions, context)), runs: i + 2 }
  }
  return run
}

/** Runs a test; a failure that a busy machine might have caused counts only when it happens again. */
export async function runConfirmed(
  test: PlannedTest,
  conditions: Conditions,
  context: RunContext,
  pausesMs: readonly number[],
): Promise<TestRun> {
  const run = await runDecided(test, conditions, context, pausesMs)
  if (!isFailure(run.status) || !run.isDoubtful) return run
  const again = await runDecided(test, conditions, context, pausesMs)
  return { ...again, runs: run.runs + again.runs }
}

function requestFor(test: PlannedTest, conditions: Conditions, { exercise, world }: RunContext): WorldRequest {
  const { limits, needs } = exercise
  const { schedule, seed = world.seed } = conditions
  return {
    ...world,
    seed,
    params: { ...world.params, ...test.options.topology },
    schedule,
    limits: {
      within: durationMs(limits.within),
      waits: waitsMs(test),
      time: durationMs(limits.virtual),
      packets: limits.packets,
      output: mebibytes(limits.output) * 2 ** 20,
      written: WRITTEN_PER_KEPT * mebibytes(limits.output) * 2 ** 20,
      rawSockets: needs.includes('raw'),
      memoryMiB: mebibytes(limits.memory),
    },
  }
}

async function runInWorld(
  test: PlannedTest,
  session: LabSession,
  conditions: Conditions,
  context: RunContext,
): Promise<TestRun> {
  const { failure, faults, took } = await attempt(test, session, conditions, context)
  // Operations on the world from here on are not the test's.
  const steps = failure ? session.steps() : []
  const captures = failure ? await answerQuestions(session, context.questions) : new Map()
  // A world that has died has no recording to give, and a real one no recipe.
  const recording = failure || context.recordAll ? await session.lab.pcapng().catch(() => undefined) : undefined
  const begins = session.firstPacket()
  const kept = { took, runs: 1, captures, faults: [], ...(begins > 1 && { begins }), ...(recording && { recording }) }
  if (!failure) return { ...kept, status: 'passed', differences: [] }
  const status = statusOf(failure)
  if (!isFailure(status)) return { ...undecided(failure, took), captures }
  const happened = (await faults?.happened().catch(() => [])) ?? []
  const recipe = context.keepRecipes ? await session.lab.recipe().catch(() => undefined) : undefined
  const { evidence, differences, lateness, numbers } = await collectEvidence(failure, session, steps, recording)
  // A test that waits for long does not miss an answer by a little; a measured time is wrong by the full delay.
  const allowed = session.lab.clock.tolerance(failure.measured ? 0 : took)
  const { lagMs } = lateness
  if (isTooLate(lateness, allowed)) return { ...tooBusy(lagMs, took), captures }
  const failed = {
    status,
    evidence,
    differences,
    trace: { failure, steps, numbers },
    conditions,
    faults: happened,
    lagMs,
    isDoubtful: isDoubtful(lateness),
  }
  return { ...kept, ...failed, ...(recipe && { recipe }) }
}

/** The test's limit, or what the submission has left if that is less. */
function limitOf({ exercise, waitedMs, budget }: RunContext): RealLimit {
  const ms = durationMs(exercise.limits.real)
  return budget.leftMs < ms
    ? new RealLimit(Math.max(0, budget.leftMs), waitedMs, budgetFailure(budget))
    : new RealLimit(ms, waitedMs)
}

interface Attempt {
  failure: Failure | null
  faults: InstalledFaults | null
  /** Milliseconds of the world, without the leak oracle's. */
  took: number
}

/** Runs faults, setup, body and leak oracle. Returns the failure, if any. */
async function attempt(
  test: PlannedTest,
  session: LabSession,
  conditions: Conditions,
  context: RunContext,
): Promise<Attempt> {
  const { clock } = session.lab
  const limit = limitOf(context)
  const release = compareTimesBy(clock)
  const strays = new Strays()
  let faults: InstalledFaults | null = null
  let took: number | null = null
  const body = session.supervise(async () => {
    if (conditions.faults.length > 0) faults = await installFaults(session.lab, conditions.faults)
    await test.run(session.lab)
    took = clock.now
    await strays.check()
    const leaks = await findLeaks(test, session, context)
    return leaks.length > 0 ? leakFailure(leaks) : null
  })
  body.catch(() => {})
  try {
    const failure = await Promise.race([body, limit.passed])
    return { failure, faults, took: took ?? clock.now }
  } catch (error) {
    return { failure: failureOf(error, session.steps(3)), faults, took: took ?? clock.now }
  } finally {
    limit.stop()
    release()
    strays.stop()
  }
}

/** Finds leaks; a test's own setting overrides the exercise's. */
async function findLeaks(test: PlannedTest, { lab }: LabSession, { exercise, params, skipLeaks }: RunContext) {
  // The oracle needs some seconds of quiet. On a real clock they would cost more than the test; the simulated worlds decide this.
  if (lab.clock.kind === 'real' || skipLeaks) return []
  const { leaks } = test.options
  if (leaks === false || (leaks === undefined && !exercise.leaks)) return []
  if (typeof leaks === 'object') return lab.leaks(leaks)
  const { listeners = [], ...rest } = exercise.leaks ?? {}
  return lab.leaks({
    ...rest,
    listeners: listeners.map((port) => Number(typeof port === 'string' ? params[port] : port)),
  })
}

const CLOSE_PATIENCE_MS = 2_000

/** Closes a world with a timeout: a world that hangs must not hang the grader. */
async function closeWithin({ lab }: LabSession): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_PATIENCE_MS)
  })
  await Promise.race([lab.close().catch(() => {}), patience])
  clearTimeout(timer)
}

/** The longest time that a test may take, in milliseconds of the world. */
export const waitsMs = (test: PlannedTest): number => milliseconds(test.options.waits ?? '2s')
