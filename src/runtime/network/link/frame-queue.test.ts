import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameQueue } from './frame-queue.ts'

test('gives what an array gives, whatever is put before and behind and taken', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.constant('push' as const) },
    { weight: 4, arbitrary: fc.constant('shift' as const) },
    { weight: 1, arbitrary: fc.nat(3) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2000, size: 'max' }), (steps) => {
      const [queue, model] = [new FrameQueue<number>(), [] as number[]]
      for (const [index, what] of steps.entries()) {
        if (what === 'push') {
          queue.push(index)
          model.push(index)
        } else if (what === 'shift') {
          if (model.length > 0) expect(queue.shift()).toBe(model.shift())
        } else {
          const items = Array.from({ length: what }, (_, i) => index + i / 10)
          queue.unshift(items)
          model.unshift(...items)
        }
        expect(queue.length).toBe(model.length)
      }
    }),
    { numRuns: 50 },
  )
})

test('has nothing to give when it is empty, and says so', () => {
  expect(() => new FrameQueue<number>().shift()).toThrow('Nothing waits in this queue')
})
