import { expect, test } from 'vitest'
import { isFinished, standingOfSteps } from './lesson-steps.ts'

const STEPS = [['predict'], [], ['why', 'how'], [], []]
const after = (...answered: string[]) => standingOfSteps(STEPS, (id) => answered.includes(id)).join(' ')

test('a reader starts at the first step, and only answers lead to the next', () => {
  expect(after()).toBe('now later later later later')
  expect(after('predict')).toBe('done now later later later')
  expect(after('predict', 'why')).toBe('done now later later later')
  expect(after('predict', 'why', 'how')).toBe('done done done now later')
})

test('a lesson is finished when each of its questions is answered; one without questions never is', () => {
  expect(isFinished(STEPS, (id) => id !== 'how')).toBe(false)
  expect(isFinished(STEPS, () => true)).toBe(true)
  expect(isFinished([[], []], () => true)).toBe(false)
})
