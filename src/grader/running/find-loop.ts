import { type LoopPlace, loopSaid, markLoops } from '#node/modules/compiler/index.ts'
import type { PlannedTest } from '../plan/index.ts'
import { runDecided } from './run-test.ts'
import { isSilent } from './silence.ts'
import type { RunContext, TestRun } from './test-run.ts'

/**
 * Finds the line of a program that did not return, by running the test once more with every loop of the
 * submission marked. Returns the run unchanged if that shows no line: a regular expression, say, has no loop to mark.
 */
export async function withLoop(test: PlannedTest, run: TestRun, context: RunContext): Promise<TestRun> {
  const { evidence, conditions } = run
  if (!evidence || !conditions || !isSilent(run)) return run
  const { files } = context.world
  const marked = Object.entries(files.submission).map(([name, text]) => [name, markLoops(name, text)] as const)
  const world = { ...context.world, files: { ...files, submission: Object.fromEntries(marked) } }
  const again = await runDecided(test, conditions, { ...context, world, questions: [], recordAll: false })
  const place = (again.evidence?.processes ?? []).map(({ stderr }) => loopSaid(stderr)).find((one) => one !== null)
  if (!place) return run
  const { file, line } = place
  return { ...run, evidence: { ...evidence, place: { file, line, why: sentenceOf(place) } } }
}

const sentenceOf = ({ kind, file, line, times }: LoopPlace): string =>
  `The ${kind} at line ${line} of ${file} ran ${many(times)} times without returning to Node.`

/** `more than 99,000`; counting ends early, so the last digits mean nothing. */
const many = (times: number) =>
  times < 2_000 ? `at least ${times}` : `more than ${String(Math.floor((times - 1) / 1_000))},000`
