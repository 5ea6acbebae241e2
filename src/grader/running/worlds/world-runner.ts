import { drawParams } from '../../variants/index.ts'
import type { GradeRequest } from '../grade-request.ts'
import { loadTests } from '../load-tests.ts'
import { contextFor } from '../test-context.ts'
import type { WorldTask } from '../world-pool.ts'
import { runWorld } from './decide.ts'

/** Setup of a worker: data, and its own way to open worlds. */
export type WorldRunnerRequest = Pick<
  GradeRequest,
  'exercise' | 'submission' | 'variant' | 'seed' | 'openWorld' | 'compileFunction'
>

/** Loads the tests once; the returned function runs any world of any test and says whether it passed. */
export async function worldRunner(request: WorldRunnerRequest): Promise<(task: WorldTask) => Promise<boolean>> {
  const { exercise, variant, compileFunction } = request
  const params = drawParams(exercise.exercise, variant, 'simulated')
  const tests = new Map((await loadTests(exercise, params, compileFunction)).map((test) => [test.id, test]))
  return async ({ test: id, world }) => {
    const test = tests.get(id)
    if (!test?.faults) return false
    const run = await runWorld(test, world, contextFor(test, params, { ...request }))
    return run.status === 'passed'
  }
}
