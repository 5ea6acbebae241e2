import { expect, test } from 'vitest'
import { drawParams, type Exercise } from '#grader'
import { gradedVariant } from './graded-variant.ts'

const exercise = { variants: { port: { value: 9000 }, tail: { oneOf: ['echo', 'drop'] } } } as unknown as Exercise
const tailOf = (key: string) => drawParams(exercise, key, 'simulated').tail

test('a grade is given for another variant than was practiced on', () => {
  for (const practiced of ['practice', 'ann', 'ben/3'])
    for (let i = 0; i < 20; i++)
      expect(tailOf(gradedVariant(exercise, 'simulated', practiced))).not.toBe(tailOf(practiced))
})

test('where all variants are the same it is any', () => {
  const same = { variants: { port: { value: 9000 } } } as unknown as Exercise
  expect(gradedVariant(same, 'simulated', 'practice', () => 'grade/1')).toBe('grade/1')
})
