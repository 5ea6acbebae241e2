import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteRing } from './byte-ring.ts'

test('behaves as an array that is written anywhere, read anywhere and dropped from at its front', () => {
  const step = fc.oneof(
    fc.record({ write: fc.uint8Array({ maxLength: 9000 }), gap: fc.nat({ max: 3 }) }),
    fc.record({ drop: fc.nat({ max: 9000 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const ring = new ByteRing()
      let model: number[] = []
      for (const step of steps) {
        if ('write' in step) {
          const offset = Math.max(0, model.length - step.gap)
          ring.write(offset, step.write)
          model = [...model.slice(0, offset), ...step.write, ...model.slice(offset + step.write.length)]
        } else {
          const count = Math.min(step.drop, model.length)
          ring.drop(count)
          model = model.slice(count)
        }
        expect(ring.length).toBe(model.length)
        expect([...ring.read(0, model.length)]).toEqual(model)
        expect([...ring.view(0, model.length)]).toEqual(model)
      }
    }),
    { numRuns: 50 },
  )
})
