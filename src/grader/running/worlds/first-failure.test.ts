import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstFailure } from './first-failure.ts'

test('finds the lowest that fails, whatever the number of processors and however long each takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(29)),
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(5), { minLength: 30, maxLength: 30 }),
      async (failing, parallel, ticks) => {
        const asked: number[] = []
        const found = await firstFailure(30, parallel, async (n) => {
          asked.push(n)
          for (let i = 0; i < ticks[n]!; i++) await null
          return !failing.includes(n)
        })
        expect(found).toBe(failing.length === 0 ? null : Math.min(...failing))
        expect(new Set(asked).size).toBe(asked.length)
      },
    ),
    { numRuns: 300 },
  )
})

test('asks about no more at a time than allowed, and about none above a known failure', async () => {
  let most = 0
  let now = 0
  const asked: number[] = []
  await firstFailure(100, 3, async (n) => {
    asked.push(n)
    most = Math.max(most, ++now)
    await null
    now--
    return n !== 10
  })
  expect(most).toBe(3)
  expect(Math.max(...asked)).toBeLessThan(14)
})
