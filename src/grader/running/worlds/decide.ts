import { readTopology } from '#lab'
import { hash32 } from '#network'
import { type PlannedTest, worldsOf } from '../../plan/index.ts'
import { isFailure } from '../../report/index.ts'
import { describeFault, describeFaults, drawFaults, type Fault, minimise } from '../../schedules/index.ts'
import type { HappenedFault } from '../faults/index.ts'
import type { GradeRequest } from '../grade-request.ts'
import { runDecided } from '../run-test.ts'
import type { Conditions, RunContext, TestRun } from '../test-run.ts'
import { firstFailure } from './first-failure.ts'

/** Most fresh worlds spent on making a failure smaller. */
const MOST_RUNS = 60
const MOST_LISTED = 50

type Limits = Pick<GradeRequest, 'pool' | 'parallel' | 'retryAfterMs'>

/** Runs a test in all its worlds. If one fails, returns the first that does, run with as few faults as still make it fail. */
export async function decideInWorlds(
  test: PlannedTest,
  context: RunContext,
  { pool, parallel = 1, retryAfterMs }: Limits,
): Promise<TestRun> {
  const worlds = worldsOf(test.faults!)
  const helpers = pool && worlds >= pool.paysFrom ? pool : null
  const ran = new Map<number, TestRun>()
  const here = async (world: number) => {
    const run = await runWorld(test, world, context, retryAfterMs)
    ran.set(world, run)
    return run.status === 'passed'
  }
  // The pool's "passed" is final; its "failed" must be repeated here.
  const passes = async (world: number) => (helpers && (await helpers.run({ test: test.id, world }))) || here(world)
  const failed = await firstFailure(worlds, helpers?.size ?? parallel, passes)
  // If all worlds passed in the pool, a world here provides the test's recording.
  if (failed === null) return { ...(ran.get(0) ?? (await runWorld(test, 0, context, retryAfterMs))), runs: worlds }
  const run = ran.get(failed)!
  if (!isFailure(run.status)) return run
  return withFaults(await smallest(test, failed, run, context))
}

/** Runs the test in one of its worlds. */
export function runWorld(
  test: PlannedTest,
  world: number,
  context: RunContext,
  retryAfterMs?: readonly number[],
): Promise<TestRun> {
  return runDecided(test, conditionsOf(test, world, context), context, retryAfterMs)
}

/** Gives each world a seed of its own, so ports and numbers differ too. World 0 has the submission's. */
function conditionsOf(test: PlannedTest, world: number, { world: origin }: RunContext): Conditions {
  const seed = world === 0 ? origin.seed : hash32(origin.seed, `world:${test.id}`, world)
  const { file, text } = origin.topology
  const network = readTopology(file, text, { ...origin.params, ...test.options.topology })
  return { schedule: test.schedule, faults: drawFaults(test.faults!, network, seed, world), seed }
}

/** Tries first only the faults that happened at all, then as few of them as possible. */
async function smallest(test: PlannedTest, world: number, failed: TestRun, context: RunContext): Promise<TestRun> {
  const { seed, schedule } = conditionsOf(test, world, context)
  let shown = failed
  const fails = async (faults: Fault[]): Promise<boolean> => {
    const conditions = { schedule, faults, ...(seed !== undefined && { seed }) }
    const run = await context.budget.explore(() => runDecided(test, conditions, context))
    if (!run || !isFailure(run.status)) return false
    shown = run
    return true
  }
  const happened = failed.faults.map(({ fault }) => fault)
  // A world may fail by its seed alone, and a failure that could not be repeated stays as it was seen.
  if (happened.length === 0 || !(await fails(happened)) || (await fails([]))) return shown
  await minimise(happened, fails, MOST_RUNS)
  return shown
}

/** Adds the faults of the run to its evidence and its sentence. */
function withFaults(run: TestRun): TestRun {
  const { evidence, faults } = run
  if (!evidence || faults.length === 0) return run
  const sentence = `${evidence.sentence.replace(/\.$/, '')}, when ${describeFaults(faults.map(({ fault }) => fault))}.`
  return { ...run, evidence: { ...evidence, sentence, faults: faults.slice(0, MOST_LISTED).map(listed) } }
}

const listed = ({ fault, packet }: HappenedFault) => ({
  what: describeFault(fault),
  ...(packet !== undefined && { packet }),
})
