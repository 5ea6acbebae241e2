import { drawParams } from '../variants/index.ts'
import type { GradeRequest } from './grade-request.ts'
import { loadTests } from './load-tests.ts'
import { runBare } from './run-test.ts'
import { choose, contextFor, scheduleOf } from './test-context.ts'

type Needed = Pick<
  GradeRequest,
  'exercise' | 'submission' | 'variant' | 'seed' | 'openWorld' | 'compileFunction' | 'tests'
>

/** One test of an exercise, for another runner such as Vitest. */
export interface RunnableTest {
  id: string
  title: string
  /** Runs it in a world of its own; throws the test's own error: no evidence, no smaller schedule, no second try. */
  run(): Promise<void>
}

/** Lists an exercise's tests, to run one at a time in another test runner. Each runs as it does here, in its first world. */
export async function plannedTests(needed: Needed): Promise<RunnableTest[]> {
  const { exercise, variant, seed, compileFunction, tests } = needed
  const params = drawParams(exercise.exercise, variant, 'simulated')
  const plan = await loadTests(exercise, params, compileFunction)
  return choose(plan, tests).map((test) => ({
    id: test.id,
    title: test.title,
    run: () => runBare(test, { schedule: scheduleOf(test, seed), faults: [] }, contextFor(test, params, needed)),
  }))
}
