import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, downsample, type Series, tcpSeries } from './index.ts'
import { records, tcp } from './packets.fixture.ts'

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
  const points = ({ times, values }: Series) => times.map((at, i) => [at / MS, values[i]])
  expect(Object.fromEntries(Object.entries(series).map(([name, one]) => [name, points(one)]))).toEqual({
    sequence: [
      [0, 0],
      [3, 1],
    ],
    acknowledged: [
      [1, 1],
      [4, 51],
    ],
    windowEdge: [
      [1, 64_241],
      [4, 51 + 4000],
    ],
    window: [
      [1, 64_240],
      [4, 4000],
    ],
    bytesInFlight: [[3, 50]],
    rtt: [
      [1, MS],
      [4, MS],
    ],
    retransmitted: [],
    throughput: [[0, 5000]],
  })
  expect([series.rtt.unit, series.sequence.unit, series.window.unit]).toEqual([
    'nanoseconds',
    'sequence number',
    'bytes',
  ])
})

describe('downsampling', () => {
  test('keeps the extremes and the ends, in order, and no more points than asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 4, max: 40 }), (values, most) => {
        const kept = downsample({ unit: 'bytes', times: values.map((_, at) => at), values }, most)
        expect(kept.times.length).toBeLessThanOrEqual(Math.max(most, 4))
        expect(kept.values).toEqual(kept.times.map((at) => values[at]))
        expect([Math.min(...kept.values), Math.max(...kept.values)]).toEqual([Math.min(...values), Math.max(...values)])
        expect([kept.times[0], kept.times.at(-1)]).toEqual([0, values.length - 1])
        expect(kept.times).toEqual(kept.times.toSorted((a, b) => a - b))
      }),
    )
  })
})
