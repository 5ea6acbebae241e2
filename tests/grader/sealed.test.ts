import { afterAll, describe, expect, test } from 'vitest'
import { drawParams, type LoadedExercise } from '#grader'
import { compileFunction } from '#grader/node/index.ts'
import { loadTests } from '#grader/running/index.ts'
import { closeWorlds, course, grade } from './support.ts'

afterAll(closeWorlds)

const sealed = course
  .exerciseIds()
  .map((id) => course.exercise(id))
  .filter(({ tests }) => tests['sealed.test.ts'] !== undefined)

/** For each exercise a mistake that its sealed tests catch, too. */
const WRONG: Record<string, string> = {
  'frame-length-prefix': 'chunk',
  'tcp-client-exchange': 'chunk',
  'conn-registry-limits': 'fin-only',
  'tcp-half-close': 'chunk',
  'session-state-machine': 'words-anew',
  'conn-pool': 'leftover',
  'backoff-breaker': 'no-window',
  'l4-balancer': 'ends-on-error',
  'udp-client-retry': 'acts-again',
  'reliable-udp-stream': 'by-arrival',
  'dns-authoritative': 'star-as-owner',
  'dns-recursive-resolver': 'all-glue',
}

async function sealedIn(exercise: LoadedExercise): Promise<string[]> {
  const params = drawParams(exercise.exercise, 'sample', 'simulated')
  const planned = await loadTests(exercise, params, compileFunction)
  return planned.filter(({ file }) => file === 'sealed.test.ts').map(({ id }) => id)
}

describe.each(sealed.map((exercise) => [exercise.exercise.id, exercise] as const))(
  'the sealed tests of %s',
  (id, exercise) => {
    test('pass with the solution, whatever is drawn', async () => {
      const tests = await sealedIn(exercise)
      for (const seed of [1, 2, 3]) {
        const report = await grade(exercise, exercise.solution!, { tests, seed, variant: `sealed/${seed}` })
        expect(report.tests.map(({ status }) => status)).toEqual(tests.map(() => 'passed'))
      }
    })

    test('catch a wrong program', async () => {
      const tests = await sealedIn(exercise)
      const wrong = exercise.wrong.find(({ name }) => name === WRONG[id])
      const report = await grade(exercise, wrong!.files, { tests })
      expect(report.tests.map(({ status }) => status)).toContain('failed')
    })
  },
)
