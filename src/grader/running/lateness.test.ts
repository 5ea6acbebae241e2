import { expect, test } from 'vitest'
import { isDoubtful, isTooLate } from './lateness.ts'

const late = (lagMs: number, shortestWaitMs: number | null, othersShare = 0) => ({ lagMs, shortestWaitMs, othersShare })

test('a world may be late by what its test allows, and by a quarter of its shortest wait', () => {
  expect(isTooLate(late(100, null), 125)).toBe(false)
  expect(isTooLate(late(130, null), 125)).toBe(true)
  expect(isTooLate(late(30, 50), 125)).toBe(true)
  expect(isTooLate(late(14, 50), 125)).toBe(false)
  expect(isTooLate(late(100, 2_000), 125)).toBe(false)
})

test('a failure without delay, on a machine of its own, is not in doubt', () => {
  expect(isDoubtful(late(2, 50, 0.1))).toBe(false)
  expect(isDoubtful(late(8, 2_000))).toBe(true)
  expect(isDoubtful(late(0, null, 0.5))).toBe(true)
})
