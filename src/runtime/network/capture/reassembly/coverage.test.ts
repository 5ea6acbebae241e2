import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Coverage } from './coverage.ts'

test('reaches as far as there is no gap, whatever the order and however often', () => {
  const stretch = fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }))
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
      const coverage = new Coverage()
      const there = new Set<number>()
      for (const [start, length] of stretches) {
        coverage.add(start, start + length)
        for (let i = start; i < start + length; i++) there.add(i)
        let reach = 0
        while (there.has(reach)) reach++
        expect(coverage.reach).toBe(reach)
      }
    }),
  )
})
