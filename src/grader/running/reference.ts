import type { Files } from '../exercise/index.ts'
import type { PlannedTest } from '../plan/index.ts'
import { compareCaptures } from './comparing/index.ts'
import { runDecided } from './run-test.ts'
import type { RunContext, TestRun } from './test-run.ts'

const SIDES = { left: 'with your program', right: 'with the solution' }

/**
 * Runs the solution under the same conditions as a failed test, and adds to its evidence the first difference of the two conversations. If the
 * solution fails there too, or says the same on the wire, nothing is added.
 */
export async function withReference(
  test: PlannedTest,
  run: TestRun,
  context: RunContext,
  solution: Files,
): Promise<TestRun> {
  if (!run.evidence || !run.recording || !run.conditions) return run
  const { world } = context
  const params = { 'params.ts': world.files.submission['params.ts'] ?? '' }
  const files = { submission: { ...solution, ...params }, programs: world.files.programs }
  const reference = await runDecided(test, run.conditions, {
    ...context,
    world: { ...world, files },
    recordAll: true,
    questions: [],
  })
  if (reference.status !== 'passed' || !reference.recording) return run
  const speakers = new Set(run.evidence.processes.map(({ host }) => host))
  const { random } = context.exercise
  const difference = compareCaptures(run.recording, reference.recording, { ...SIDES, speakers, random })
  if (!difference) return run
  const { sentence, conversation, about, left, right } = difference
  const packet = left.packet === undefined ? {} : { packet: left.packet }
  const found = { sentence, conversation, about, ...packet, yours: left.shown, solution: right.shown }
  return { ...run, evidence: { ...run.evidence, reference: found } }
}
