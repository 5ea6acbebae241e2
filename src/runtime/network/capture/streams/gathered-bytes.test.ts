import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatheredBytes } from './gathered-bytes.ts'

test('are what came, less what was dropped, whenever one looks; what was seen and what was given never changes', () => {
  const step = fc.oneof(fc.uint8Array({ maxLength: 9 }), fc.nat(20))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const gathered = new GatheredBytes()
      let all: number[] = []
      const seen: [Uint8Array, number[]][] = []
      for (const one of steps) {
        if (typeof one === 'number') {
          const view = gathered.view()
          seen.push([view, [...all]])
          gathered.drop(Math.min(one, view.length))
          all = all.slice(one)
        } else {
          seen.push([one, [...one]])
          gathered.add(one)
          all.push(...one)
        }
        expect(gathered.length).toBe(all.length)
      }
      for (const [bytes, before] of seen) expect([...bytes]).toEqual(before)
    }),
  )
})

test('a single piece is the view that it is', () => {
  const gathered = new GatheredBytes()
  const frame = Uint8Array.of(1, 2, 3, 4)
  gathered.add(frame.subarray(1, 3))
  expect(gathered.view().buffer).toBe(frame.buffer)
})
