import { describe, expect, test } from 'vitest'
import { PropertyFailure } from '../../plan/index.ts'
import { forAll, seededValues } from './index.ts'

const world = { seed: 7 }

describe('values', () => {
  test('depend on seed and label, and on nothing else', () => {
    const some = (seed: number, label: string) => seededValues({ seed }, label).bytes(20, 20)
    expect(some(7, 'a')).toEqual(some(7, 'a'))
    expect(some(7, 'a')).not.toEqual(some(8, 'a'))
    expect(some(7, 'a')).not.toEqual(some(7, 'b'))
  })

  test('are in the requested range, both ends included', () => {
    const draw = seededValues(world, 'ends')
    const numbers = Array.from({ length: 200 }, () => draw.integer(3, 5))
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5]))
    expect(draw.shuffled([1, 2, 3]).toSorted()).toEqual([1, 2, 3])
    expect(Array.from({ length: 100 }, () => draw.edge(16)).every((n) => n >= 0 && n < 65_536)).toBe(true)
  })
})

async function failureOf<T>(...args: [Parameters<typeof forAll<T>>[1], Parameters<typeof forAll<T>>[2]]) {
  const error = await forAll<T>(world, ...args).catch((caught) => caught)
  expect(error).toBeInstanceOf(PropertyFailure)
  return error as PropertyFailure
}

describe('a property', () => {
  test('that holds is tried as often as asked', async () => {
    let tried = 0
    await forAll(
      world,
      (draw) => draw.integer(0, 9),
      () => void tried++,
      { runs: 33 },
    )
    expect(tried).toBe(33)
  })

  test('that fails is shown with the simplest value', async () => {
    const failure = await failureOf(
      (draw) => draw.list([0, 30], (inner) => inner.integer(0, 1000)),
      (list) => expect(list.every((n) => n < 100)).toBe(true),
    )
    expect(failure.message).toMatch(/^For 100: /)
  })

  test('also where the value is a structure, and the check asynchronous', async () => {
    const failure = await failureOf(
      (draw) => ({ name: draw.text(0, 10), data: draw.bytes(0, 300) }),
      async ({ data }) => {
        if (data.length >= 4) throw new Error('four are too many')
      },
    )
    expect(failure.message).toBe("For { name: '', data: 4 bytes 00 00 00 00 }: four are too many")
  })

  test('keeps what was thrown, and describes its value as asked', async () => {
    const thrown = new Error('no FIN')
    const options = { say: (n: number) => `${n} segments` }
    const error = await forAll(
      world,
      (draw) => draw.integer(2, 9),
      () => Promise.reject(thrown),
      options,
    ).catch((e) => e)
    expect(error).toMatchObject({ input: '2 segments', cause: thrown })
  })

  test('shows the short parts of a long value', async () => {
    const failure = await failureOf(
      (draw) => ({ isn: draw.integer(7, 9), sent: draw.list([8, 8], () => draw.bytes(20, 20)) }),
      () => Promise.reject(new Error('no')),
    )
    expect(failure.message).toBe('For { isn: 7, … }: no')
  })
})
