import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReceiveBuffer } from './receive-buffer.ts'
import { sequenceAdd } from './sequence.ts'

const LENGTH = 300

/** A stream's bytes, and pieces that cover it in any order, with repetitions and overlaps. */
const pieces = fc
  .array(fc.tuple(fc.nat({ max: LENGTH - 1 }), fc.integer({ min: 1, max: 60 })), { maxLength: 60 })
  .map((list) => list.map(([start, length]) => ({ start, end: Math.min(start + length, LENGTH) })))

const stream = Uint8Array.from({ length: LENGTH }, (_, index) => (index * 7) & 0xff)

/** Includes numbers near the wrap of the sequence space. */
const origin = fc.constantFrom(0, 1, 2 ** 31 - 100, 2 ** 32 - 100)

describe('reassembly', () => {
  test('returns the stream in order, whatever the order, repetition and overlap of its pieces', () => {
    fc.assert(
      fc.property(pieces, origin, (list, start) => {
        const buffer = new ReceiveBuffer()
        buffer.startAt(start)
        const received: number[] = []
        const whole = { start: 0, end: LENGTH }
        for (const piece of [...list, whole]) {
          buffer.insert(sequenceAdd(start, piece.start), stream.subarray(piece.start, piece.end))
          received.push(...buffer.read(17))
        }
        received.push(...buffer.read(LENGTH))
        expect(received).toEqual([...stream])
        expect(buffer.hasIslands).toBe(false)
      }),
    )
  })

  test('knows at each step what is contiguous and which islands there are, newest first', () => {
    fc.assert(
      fc.property(pieces, origin, (list, start) => {
        const buffer = new ReceiveBuffer()
        buffer.startAt(start)
        const here = new Set<number>()
        for (const piece of list) {
          buffer.insert(sequenceAdd(start, piece.start), stream.subarray(piece.start, piece.end))
          for (let at = piece.start; at < piece.end; at++) here.add(at)
          let next = 0
          while (here.has(next)) next++
          expect(buffer.next).toBe(sequenceAdd(start, next))
          expect(buffer.unread).toBe(next)
          const islands = buffer.islands.map(
            (island) => [(island.left - start) | 0, (island.right - start) | 0] as const,
          )
          const inIslands = new Set(
            islands.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)),
          )
          expect(inIslands).toEqual(new Set([...here].filter((at) => at > next)))
          if (piece.start > next) expect(islands[0]![0]).toBeLessThanOrEqual(piece.start)
        }
      }),
    )
  })
})
