import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PieceQueue } from './piece-queue.ts'

test('returns the bytes in order, however they arrive and are taken', () => {
  const step = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(60))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const queue = new PieceQueue()
      const expected: number[] = []
      for (const one of steps) {
        if (typeof one === 'number') expect([...queue.take(one)]).toEqual(expected.splice(0, one))
        else {
          queue.push(one)
          expected.push(...one)
        }
        expect(queue.length).toBe(expected.length)
      }
      expect([...queue.take(Number.MAX_SAFE_INTEGER)]).toEqual(expected)
    }),
  )
})

test('a piece taken whole is not copied', () => {
  const queue = new PieceQueue()
  const piece = new Uint8Array(1448)
  queue.push(piece)
  expect(queue.take(65_536)).toBe(piece)
})
