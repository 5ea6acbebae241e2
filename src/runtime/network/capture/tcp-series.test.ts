import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, downsample, tcpSeries } from './index.ts'
import { records, tcp } from './packets.case.ts'

const MS = 1_000_000
const wscale = [{ kind: 'wscale', shift: 2 }] as const

test('the series of a connection: numbers, acknowledgments, window, flight, round trips, throughput', () => {
  const analysis = new CaptureAnalysis()
  const all = records(
    tcp({ flags: 'SYN', seq: 99, options: wscale }),
    tcp({ flags: 'SYN ACK', seq: 499, ack: 100, options: wscale }, true),
    tcp({ flags: 'ACK', seq: 100, ack: 500 }),
    tcp({ flags: 'PSH ACK', seq: 100, ack: 500, data: 'x'.repeat(50) }),
    tcp({ flags: 'ACK', seq: 500, ack: 150, window: 1000 }, true),
  )
  for (const record of all) analysis.add(record)
  const series = tcpSeries(
    all.map((record) => [record, analysis.position(record)] as const),
    ...([0, true, 10 * MS] as const),
  )
  expect(series).toMatchObject({
    sequence: [{ value: 0 }, { at: 3 * MS, value: 1 }],
    acknowledged: [{ value: 1 }, { at: 4 * MS, value: 51 }],
    windowEdge: [{ value: 64_241 }, { value: 51 + 4000 }],
    window: [{ value: 64_240 }, { value: 4000 }],
    bytesInFlight: [{ at: 3 * MS, value: 50 }],
    rtt: [{ value: MS }, { value: MS }],
    retransmitted: [],
    throughput: [{ at: 0, value: 5000 }],
  })
})

describe('downsampling', () => {
  test('keeps the extremes and the ends, in order, and no more points than asked for', () => {
    const points = fc.array(fc.integer(), { minLength: 1 }).map((values) => values.map((value, at) => ({ at, value })))
    fc.assert(
      fc.property(points, fc.integer({ min: 4, max: 40 }), (all, most) => {
        const kept = downsample(all, most)
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 4))
        const values = (some: typeof kept) => some.map(({ value }) => value)
        expect([Math.min(...values(kept)), Math.max(...values(kept))]).toEqual([
          Math.min(...values(all)),
          Math.max(...values(all)),
        ])
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)])
        expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => a - b))
      }),
    )
  })
})
