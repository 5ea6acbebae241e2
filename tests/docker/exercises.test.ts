/**
 * Every exercise of the course that real kernels decide: its solution passes there, and what each mistake claims is held against the backends that it names.
 * `ackademy check` does the same for more seeds and variants.
 */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { coveringVariants, hasPassed, type LoadedExercise, type Report } from '#grader'
import { isOfModel, testsFor } from '../grader/support.ts'
import { FULL, proofSeeds, quickOr } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { against, claims, course, failures, Grader } from './support.ts'

// All begin at once, and the first one may build the image; a busy machine runs tests on real time more than once.
vi.setConfig({ testTimeout: quickOr(900_000, 7_200_000), maxConcurrency: 1_000 })

/** The sample first, then variants that together have every value. */
function rounds({ exercise }: LoadedExercise, seeds: readonly number[]) {
  const variants = ['sample', ...coveringVariants(exercise)]
  return seeds.map((seed) => ({ seed, variant: variants[(seed - 1) % variants.length]! }))
}

/** Claims of exercises on both backends are held on the simulated one wherever that is tested; of these, on real kernels too. */
const HELD_ON_BOTH = ['tcp-echo-line', 'raw-ping', 'live-capture', 'egress-binding']

const exercises = course
  .exerciseIds()
  .map((id) => ({ id, loaded: course.exercise(id) }))
  .filter(({ loaded }) => loaded.exercise.backends.includes('linux'))

const grader = new Grader()
afterAll(() => grader.close())

// All of them wait for the pool; how many are graded at the same time is for that to say.
describe.skipIf(missing('docker')).concurrent.each(exercises)('$id, in Docker', ({ id, loaded }) => {
  test('the solution passes on real kernels', async (context) => {
    // The module that others are copied from is held in three seeds everywhere.
    for (const round of rounds(loaded, proofSeeds(isOfModel(loaded) ? 3 : 1, 3))) {
      const report: Report = await grader.grade(context, id, { files: loaded.solution!, backend: 'linux', ...round })
      expect([round, ...failures(report)]).toEqual([round])
      expect(hasPassed(report)).toBe(true)
      expect(report.tests.some(({ status, backend }) => status === 'passed' && backend === 'linux')).toBe(true)
    }
  })

  // Real kernels take real time: beside the starter three mistakes of each, and all of them where everything is proven.
  const isHere = !loaded.exercise.backends.includes('simulated') || HELD_ON_BOTH.includes(id)
  const here = claims(loaded).filter(({ backend }) => isHere || backend === 'linux')
  const isProven = FULL && (isHere || isOfModel(loaded))
  test.for(isProven ? here : isHere ? here.slice(0, 4) : [])(
    '$backend: $name fails as claimed, with its own hint first',
    async ({ files, backend, claim }, context) => {
      for (const round of rounds(loaded, proofSeeds(1, 3))) {
        const report = await grader.grade(context, id, { files, backend, tests: testsFor(loaded, claim), ...round })
        expect([round, ...against(loaded, claim, report)]).toEqual([round])
        expect(hasPassed(report)).toBe(false)
      }
    },
  )
})
