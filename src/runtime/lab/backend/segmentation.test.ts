import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RandomStream } from '#network'
import type { Schedule } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import { segment } from './segmentation.ts'

const schedules = fc.oneof<fc.Arbitrary<Schedule>[]>(
  fc.constant({ kind: 'whole' }),
  fc.constant({ kind: 'dribble' }),
  fc.constant({ kind: 'coalesce' }),
  fc.record({ kind: fc.constant('random' as const), seed: fc.nat() }),
  fc.record({
    kind: fc.constant('split' as const),
    around: fc.array(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('explicit' as const), cut: fc.array(fc.nat(40)), join: fc.array(fc.nat(40)) }),
)
const pieces = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map(encode), {
  minLength: 1,
  maxLength: 5,
})
const random = () => new RandomStream(1, 'test')
const text = (parts: Uint8Array[]) => Buffer.concat(parts).toString('hex')

describe('a schedule', () => {
  test('changes where a stream is cut, never what it says', () => {
    fc.assert(
      fc.property(schedules, pieces, fc.nat(2000), (schedule, handed, start) => {
        const cut = segment(schedule, handed, start, random())
        expect(text(cut.pieces)).toBe(text(handed))
        expect(cut.pieces.every((piece) => piece.length > 0)).toBe(true)
      }),
    )
  })

  test('is reproduced by the explicit schedule that it reports', () => {
    fc.assert(
      fc.property(schedules, pieces, fc.nat(2000), (schedule, handed, start) => {
        const { pieces: sent, cut, join } = segment(schedule, handed, start, random())
        const again = segment({ kind: 'explicit', cut, join }, handed, start, random())
        expect(again.pieces.map(({ length }) => length)).toEqual(sent.map(({ length }) => length))
        expect(again).toMatchObject({ cut, join })
      }),
    )
  })

  test('whole is the empty difference', () => {
    expect(segment({ kind: 'whole' }, [encode('ab'), encode('c')], 0, random())).toMatchObject({ cut: [], join: [] })
  })

  test('offsets count from the first byte of the stream', () => {
    expect(segment({ kind: 'split', around: ['\n'] }, [encode('ab\ncd\n')], 100, random()).cut).toEqual([102, 103, 105])
  })

  test('a long stream is cut finely only at its beginning', () => {
    const dribbled = segment({ kind: 'dribble' }, [new Uint8Array(100_000)], 0, random())
    expect(dribbled.pieces[0]).toHaveLength(1)
    expect(dribbled.pieces.length).toBeLessThan(1200)
  })
})
