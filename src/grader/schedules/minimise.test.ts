import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minimise } from './minimise.ts'

const includesAll = (needed: number[]) => async (part: number[]) => needed.every((n) => part.includes(n))
const bytes = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('one change that matters is found among many in a few runs', async () => {
  const { changes, complete, runs } = await minimise(bytes(24), includesAll([15]), 100)
  expect(changes).toEqual([15])
  expect(complete).toBe(true)
  expect(runs).toBeLessThanOrEqual(12)
})

test('where any change does, the first is kept', async () => {
  expect((await minimise(bytes(24), async (part) => part.length > 0, 100)).changes).toEqual([1])
})

test('a failure that needs no change at all is reduced to none', async () => {
  expect((await minimise([3], async () => true, 100)).changes).toEqual([])
})

test('the budget bounds the runs; what is left still fails and is marked as not minimal', async () => {
  let runs = 0
  const fails = async (part: number[]) => {
    runs++
    return [2, 9, 17].every((n) => part.includes(n))
  }
  const result = await minimise(bytes(24), fails, 4)
  expect(runs).toBe(4)
  expect(result.complete).toBe(false)
  expect(result.changes).toEqual(expect.arrayContaining([2, 9, 17]))
})

test('whatever set of changes is needed, exactly that set is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat()), async (size, picks) => {
      const needed = [...new Set(picks.map((pick) => (pick % size) + 1))].sort((a, b) => a - b)
      const { changes, complete } = await minimise(bytes(size), includesAll(needed), 5_000)
      expect(complete).toBe(true)
      expect(changes).toEqual(needed)
    }),
    { numRuns: 200 },
  )
})

test('every single change left is needed, also where several sets would do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1 }), { minLength: 1 }),
      async (sets) => {
        const fails = async (part: number[]) => sets.some((set) => set.every((n) => part.includes(n)))
        const { changes } = await minimise(bytes(16), fails, 5_000)
        expect(await fails(changes)).toBe(true)
        for (const change of changes) expect(await fails(changes.filter((other) => other !== change))).toBe(false)
      },
    ),
    { numRuns: 200 },
  )
})
