import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

const MS = 1_000_000

test('the clock may go as far as real time has passed, times the speed', () => {
  const pace = new Pace({ speed: 0.5 })
  expect([0, 10, 30].map((ms) => pace.allowance(ms * MS))).toEqual([0, 5 * MS, 10 * MS])
  pace.speed = 10
  expect(pace.allowance(31 * MS)).toBe(10 * MS)
})

test('fractions are kept: a thousandth of real time is exact in the end', () => {
  const pace = new Pace({ speed: 0.001 })
  let sum = 0
  for (let now = 0; now <= 10_000; now += 7) sum += pace.allowance(now)
  expect(sum).toBe(9)
})

test('while paused nothing is allowed, and nothing is made up for afterwards', () => {
  const pace = new Pace()
  pace.allowance(0)
  pace.pause()
  expect(pace.allowance(50 * MS)).toBe(0)
  pace.resume()
  expect(pace.allowance(51 * MS)).toBe(MS)
})

test('who was away for long catches up with no more than the longest step', () => {
  const pace = new Pace({ longestStep: 100 * MS })
  pace.allowance(0)
  expect(pace.allowance(3_600_000 * MS)).toBe(100 * MS)
})

test('a speed has to be above 0', () => {
  expect(() => new Pace({ speed: 0 })).toThrow('to stand still, pause')
  expect(() => new Pace({ speed: Number.NaN })).toThrow(RangeError)
})
