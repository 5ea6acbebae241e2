/** What a TCP connection did over time, as plain series for plots: times in ns, values in bytes, ns or bytes per second. */
import type { Nanoseconds } from '../clock.ts'
import { type TcpPosition, tcpFrame } from './analysis/index.ts'
import type { PacketRecord } from './packet-record.ts'

export interface Point {
  readonly at: Nanoseconds
  readonly value: number
}

/** Of one direction: from the end that opened the connection, or back. */
export interface TcpSeries {
  /** Stevens' plot: the number of each segment's first byte. */
  readonly sequence: readonly Point[]
  /** tcptrace's other two lines: what the peer has acknowledged, and how far its window reaches. */
  readonly acknowledged: readonly Point[]
  readonly windowEdge: readonly Point[]
  /** What is sent again. */
  readonly retransmitted: readonly Point[]
  /** The peer's window, in bytes. */
  readonly window: readonly Point[]
  readonly bytesInFlight: readonly Point[]
  /** From a segment to its acknowledgment. */
  readonly rtt: readonly Point[]
  /** Bytes of data per second, over intervals of `interval`. */
  readonly throughput: readonly Point[]
}

/** The series of one stream and direction; `packets` are those of one link with their positions, in order. `interval` in ns. */
export function tcpSeries(
  packets: Iterable<readonly [PacketRecord, TcpPosition | null]>,
  stream: number,
  fromOpener: boolean,
  interval: Nanoseconds = 100_000_000,
): TcpSeries {
  const series = {
    ...{
      sequence: [] as Point[],
      acknowledged: [] as Point[],
      windowEdge: [] as Point[],
      retransmitted: [] as Point[],
    },
    ...{ window: [] as Point[], bytesInFlight: [] as Point[], rtt: [] as Point[] },
  }
  const perInterval = new Map<number, number>()
  for (const [{ at, bytes }, position] of packets) {
    if (position?.stream !== stream) continue
    const { segment } = tcpFrame(bytes, position.datagram)!
    if (position.isFromOpener === fromOpener) {
      const length = segment.payload.length
      if (position.nextSequence !== position.sequence) series.sequence.push({ at, value: position.sequence })
      if (position.marks.includes('retransmission')) series.retransmitted.push({ at, value: position.sequence })
      if (position.bytesInFlight !== null) series.bytesInFlight.push({ at, value: position.bytesInFlight })
      const index = Math.floor(at / interval)
      perInterval.set(index, (perInterval.get(index) ?? 0) + length)
      continue
    }
    const isSyn = (segment.flags & 2) !== 0
    const window = segment.window * (isSyn ? 1 : 2 ** (position.windowScale ?? 0))
    series.acknowledged.push({ at, value: position.acknowledgment })
    series.windowEdge.push({ at, value: position.acknowledgment + window })
    series.window.push({ at, value: window })
    if (position.acks !== null) series.rtt.push({ at, value: position.acks.rtt })
  }
  return { ...series, throughput: throughput(perInterval, interval) }
}

/** Intervals without data are 0, so that a pause is seen. */
function throughput(perInterval: ReadonlyMap<number, number>, interval: Nanoseconds): Point[] {
  const indices = [...perInterval.keys()]
  if (indices.length === 0) return []
  const [first, last] = [indices[0]!, indices.at(-1)!]
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const index = first + offset
    return { at: index * interval, value: ((perInterval.get(index) ?? 0) * 1_000_000_000) / interval }
  })
}

/** At most about `most` points that look the same: of each stretch its first, lowest, highest and last, in order. */
export function downsample(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most || most < 4) return points
  const stretches = Math.floor(most / 4)
  return Array.from({ length: stretches }, (_, index) => {
    const start = Math.floor((index * points.length) / stretches)
    const end = Math.floor(((index + 1) * points.length) / stretches)
    return extremes(points, start, end)
  }).flat()
}

function extremes(points: readonly Point[], start: number, end: number): Point[] {
  let [low, high] = [start, start]
  for (let i = start; i < end; i++) {
    if (points[i]!.value < points[low]!.value) low = i
    if (points[i]!.value > points[high]!.value) high = i
  }
  const chosen = new Set([start, low, high, end - 1])
  return [...chosen].sort((a, b) => a - b).map((index) => points[index]!)
}
