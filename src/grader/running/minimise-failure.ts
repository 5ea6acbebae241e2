import type { Explicit } from '#lab'
import type { PlannedTest } from '../plan/index.ts'
import { isFailure } from '../report/index.ts'
import {
  changesOf,
  contains,
  type Difference,
  describeDifference,
  differenceOf,
  explicitSchedule,
  isEmpty,
  minimise,
} from '../schedules/index.ts'
import { runDecided } from './run-test.ts'
import type { RunContext, TestRun } from './test-run.ts'

/** Most fresh worlds spent on one failing test. */
const MOST_RUNS = 40
/** Most offsets listed in a report when no smaller set was found. */
const MOST_LISTED = 200

/**
 * Finds the smallest change to "each piece as it was sent" under which a test still fails, and returns the run that shows it,
 * with that difference in its evidence. `known`: what made the same test fail under another schedule; tried first.
 */
export async function minimiseFailure(
  test: PlannedTest,
  failed: TestRun,
  context: RunContext,
  known: readonly Difference[],
): Promise<TestRun> {
  const changed = failed.differences.filter((difference) => !isEmpty(difference))
  for (const difference of changed) {
    const found = await smallest(test, difference, context, known)
    if (found)
      return withSchedule(found.run, test, { ...found.difference, connection: difference.connection }, found.complete)
  }
  return asItFailed(test, failed)
}

/** The failure as it was seen: it has no cuts, or one that takes several connections together, or the caller doesn't want the smallest. */
export function asItFailed(test: PlannedTest, failed: TestRun): TestRun {
  const change = failed.differences.find((difference) => !isEmpty(difference))
  return withSchedule(failed, test, change ?? { cut: [], join: [] }, change === undefined)
}

async function smallest(test: PlannedTest, whole: Explicit, context: RunContext, known: readonly Difference[]) {
  let shown: TestRun | null = null
  let unclear = false
  const fails = async (difference: Difference): Promise<boolean> => {
    const conditions = { schedule: explicitSchedule(difference, whole.connection), faults: [] }
    const run = await context.budget.explore(() => runDecided(test, conditions, context))
    const failed = run !== null && isFailure(run.status)
    unclear ||= !failed && run?.status !== 'passed'
    // Minimization continues from the last part that failed, so the last such run shows the result.
    if (failed) shown = run
    return failed
  }
  for (const difference of known)
    if (contains(whole, difference) && (await fails(difference)) && shown)
      return { run: shown, difference, complete: true }
  const changes = changesOf(whole)
  const result = await minimise(changes, (part) => fails(differenceOf(part)), MOST_RUNS)
  const difference = differenceOf(result.changes)
  if (!shown && !(await fails(difference))) return null
  return { run: shown!, difference, complete: result.complete && !unclear }
}

/** The smallest difference of a run, as hints and later minimisations use it. */
export function differenceIn(run: TestRun): Difference | null {
  const schedule = run.evidence?.schedule
  return schedule?.minimised ? { cut: schedule.cut, join: schedule.join } : null
}

function withSchedule(
  run: TestRun,
  test: PlannedTest,
  difference: Difference & { connection?: number | undefined },
  minimised: boolean,
): TestRun {
  const { evidence } = run
  if (!evidence) return run
  const { cut, join } = difference
  const what = minimised ? describeDifference(difference) : ''
  const schedule = {
    kind: test.schedule.kind,
    minimised,
    cut: cut.slice(0, MOST_LISTED),
    join: join.slice(0, MOST_LISTED),
  }
  const { connection } = difference
  const trace = run.trace && { ...run.trace, ...(connection !== undefined && { cutConnection: connection }) }
  const told = { ...evidence, schedule, sentence: joinSentence(evidence.sentence, what) }
  return { ...run, evidence: told, ...(trace && { trace }) }
}

const joinSentence = (sentence: string, what: string) =>
  what ? `${sentence.replace(/\.$/, '')}, when ${what}.` : sentence
