import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scale, shortNumber, ticks } from './index.ts'

test('ticks are round, begin at 0, and do not go beyond the end', () => {
  expect(ticks(100)).toEqual([0, 20, 40, 60, 80, 100])
  expect(ticks(7300)).toEqual([0, 2000, 4000, 6000])
  expect(ticks(0.3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(ticks(0)).toEqual([0])
})

test('for any end there are 2 to 12 ticks at equal distances', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), (to) => {
      const found = ticks(to)
      expect(found.length).toBeGreaterThanOrEqual(2)
      expect(found.length).toBeLessThanOrEqual(12)
      expect(found.at(-1)! <= to * (1 + 1e-6)).toBe(true)
    }),
  )
})

test('a scale maps its ends to the pixel range, and an empty range to its low end', () => {
  expect([0, 5, 10].map(scale(0, 10, 100, 0))).toEqual([100, 50, 0])
  expect(scale(3, 3, 7, 9)(3)).toBe(7)
})

test('numbers on an axis are short', () => {
  expect([0.5, 1460, 64_000, 65_536, 2_500_000].map(shortNumber)).toEqual([
    '0.5',
    '1\u202f460',
    '64 k',
    '65.5 k',
    '2.5 M',
  ])
})
