/**
 * Every solution keeps every rule of its prompt, whatever is done to it: other order, repetition, hostile input, a hundred times the size, every cut,
 * peers that reset, half-close or stop reading, many at once. Drawn values change with the seed.
 */
import { describe, expect, test, vi } from 'vitest'
import { coveringVariants, drawParams } from '#grader'
import { failuresOf, gradeHere } from '../grader/small-exercise.ts'
import { proofSeeds } from '../support/proof.ts'
import { attackedIds, attackedRules, rulesOf, underAttack } from './attacked.ts'

const SEEDS = proofSeeds(2, 200)
vi.setConfig({ testTimeout: 60_000 * SEEDS.length })

describe.each(attackedIds)('the solution of %s', (id) => {
  const exercise = underAttack(id)
  const variants = coveringVariants(exercise.exercise)

  test('is attacked at every rule of its prompt', async () => {
    const params = drawParams(exercise.exercise, 'sample', 'simulated')
    expect(await attackedRules(exercise, params)).toEqual(rulesOf(exercise))
  })

  test.each(SEEDS)('withstands every attack with seed %i', async (seed) => {
    const variant = variants[seed % variants.length]!
    const report = await gradeHere(exercise, exercise.solution!, {
      seed,
      variant,
      smallest: false,
      submissionMs: 60_000,
    })
    expect(failuresOf(report)).toEqual({})
  })
})
