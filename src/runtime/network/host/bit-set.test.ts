import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from './bit-set.ts'

test('finds what a search through all numbers finds', () => {
  const size = 3000
  const actions = fc.array(fc.record({ index: fc.nat(size - 1), count: fc.nat(400), isIn: fc.boolean() }))
  fc.assert(
    fc.property(actions, fc.nat(size - 1), (done, from) => {
      const set = new BitSet(size)
      const expected = new Set(Array.from({ length: size }, (_, index) => index))
      for (const { index, count, isIn } of done) {
        for (let at = index; at < Math.min(index + count, size); at++) {
          set.set(at, isIn)
          if (isIn) expected.add(at)
          else expected.delete(at)
        }
      }
      let next: number | null = null
      for (let step = 0; step < size && next === null; step++) {
        if (expected.has((from + step) % size)) next = (from + step) % size
      }
      expect(set.next(from)).toBe(next)
    }),
    { numRuns: 100 },
  )
})
