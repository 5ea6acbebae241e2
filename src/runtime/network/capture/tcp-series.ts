/** Course of a TCP connection over time, from its packets. */
import type { Nanoseconds } from '../clock.ts'
import { TcpFlag } from '../wire/index.ts'
import { type TcpPosition, tcpFrame } from './analysis/index.ts'
import type { PacketRecord } from './packet-record.ts'
import { type Series, SeriesWriter } from './series.ts'

/** Series of one direction: from the end that opened the connection, or back. */
export interface TcpSeries {
  /** Stevens' plot: the number of each segment's first byte. */
  readonly sequence: Series
  /** The other two lines of tcptrace: the peer's acknowledgments, and the edge of its window. */
  readonly acknowledged: Series
  readonly windowEdge: Series
  /** Retransmissions. */
  readonly retransmitted: Series
  /** The peer's window. */
  readonly window: Series
  readonly bytesInFlight: Series
  /** Time from a segment to its acknowledgment. */
  readonly rtt: Series
  /** Throughput of data, over intervals of `interval`. */
  readonly throughput: Series
}

/** Returns the series of one stream and direction; `packets` are those of one link with their positions, in order. `interval` in ns. */
export function tcpSeries(
  packets: Iterable<readonly [PacketRecord, TcpPosition | null]>,
  stream: number,
  fromOpener: boolean,
  interval: Nanoseconds = 100_000_000,
): TcpSeries {
  const series = {
    sequence: new SeriesWriter('sequence number'),
    acknowledged: new SeriesWriter('sequence number'),
    windowEdge: new SeriesWriter('sequence number'),
    retransmitted: new SeriesWriter('sequence number'),
    window: new SeriesWriter('bytes'),
    bytesInFlight: new SeriesWriter('bytes'),
    rtt: new SeriesWriter('nanoseconds'),
  }
  const perInterval = new Map<number, number>()
  for (const [{ at, bytes }, position] of packets) {
    if (position?.stream !== stream) continue
    const { segment } = tcpFrame(bytes, position.datagram)!
    if (position.isFromOpener === fromOpener) {
      const length = segment.payload.length
      if (position.nextSequence !== position.sequence) series.sequence.add(at, position.sequence)
      if (position.marks.includes('retransmission')) series.retransmitted.add(at, position.sequence)
      if (position.bytesInFlight !== null) series.bytesInFlight.add(at, position.bytesInFlight)
      const index = Math.floor(at / interval)
      perInterval.set(index, (perInterval.get(index) ?? 0) + length)
      continue
    }
    const isSyn = (segment.flags & TcpFlag.SYN) !== 0
    const window = segment.window * (isSyn ? 1 : 2 ** (position.windowScale ?? 0))
    series.acknowledged.add(at, position.acknowledgment)
    series.windowEdge.add(at, position.acknowledgment + window)
    series.window.add(at, window)
    if (position.acks !== null) series.rtt.add(at, position.acks.rtt)
  }
  return { ...series, throughput: throughput(perInterval, interval) }
}

/** Returns the throughput; intervals without data are 0, so that pauses are visible. */
function throughput(perInterval: ReadonlyMap<number, number>, interval: Nanoseconds): Series {
  const series = new SeriesWriter('bytes per second')
  const indices = [...perInterval.keys()]
  if (indices.length === 0) return series
  for (let index = indices[0]!; index <= indices.at(-1)!; index++)
    series.add(index * interval, ((perInterval.get(index) ?? 0) * 1_000_000_000) / interval)
  return series
}
