import { drawParams } from '../../exercise/index.ts'
import type { GradeRequest } from '../grade-request.ts'
import { loadTests } from '../load-tests.ts'
import { contextFor } from '../test-context.ts'
import type { WorldTask } from './crew.ts'
import { runWorld } from './decide.ts'

/** What a member of a crew must know: data, and its own way to open worlds. */
export type CrewRequest = Pick<
  GradeRequest,
  'exercise' | 'submission' | 'variant' | 'seed' | 'openWorld' | 'compileFunction'
>

/** A member of a crew: loads the tests once, then says of any world of any of them whether it passes there. */
export async function worldRunner(request: CrewRequest): Promise<(task: WorldTask) => Promise<boolean>> {
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
