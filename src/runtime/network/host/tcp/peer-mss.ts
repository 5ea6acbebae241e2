/** Estimate of the peer's MSS from its segments, and their cost in memory (Linux's tcp_measure_rcv_mss). */
import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { noteMemoryOfSegment } from './receive-window.ts'
import { hasFlag, type Segment } from './segment.ts'
import { advertisedSegmentSize, usualSegmentSize } from './segment-packet.ts'

/** TCP_MSS_DEFAULT and TCP_MIN_MSS. */
const DEFAULT_MSS = 536
const LEAST_MSS = 88
/** Flags of a segment that ends a write and so may be small (Linux's TCP_REMNANT). */
const REMNANT = TcpFlag.FIN | TcpFlag.URG | TcpFlag.SYN | TcpFlag.PSH

/** Initial estimate (Linux's tcp_initialize_rcv_mss): small, so that the first segments are acknowledged in time. */
export function supposePeerMss(connection: Connection): void {
  const most = Math.min(advertisedSegmentSize(connection), usualSegmentSize(connection), connection.rcv.wnd >> 1)
  connection.rcv.mss = Math.max(Math.min(most, DEFAULT_MSS), LEAST_MSS)
}

export function measurePeerMss(connection: Connection, segment: Segment): void {
  const { length } = segment.payload
  const previous = connection.rcv.lastSmallSize
  connection.rcv.lastSmallSize = 0
  if (length >= connection.rcv.mss) {
    if (length !== connection.rcv.mss) noteMemoryOfSegment(connection, length)
    connection.rcv.mss = Math.min(length, advertisedSegmentSize(connection))
    // Probably the end of a write: the sender may be waiting for the acknowledgment before it sends more.
    if (hasFlag(segment, TcpFlag.PSH)) connection.ack.pushes = Math.max(connection.ack.pushes, 1)
    return
  }
  if (mayBeFull(connection, segment)) {
    const size = length + sackLength(segment)
    connection.rcv.lastSmallSize = size
    if (size === previous) {
      connection.rcv.mss = size
      return
    }
  }
  connection.ack.pushes = Math.min(connection.ack.pushes + 1, 2)
}

/** Handles a path of small packets: without PSH, a segment is as large as this sender's segments get. */
function mayBeFull({ timestamps }: Connection, segment: Segment): boolean {
  const size = segment.payload.length + sackLength(segment) + (timestamps.on ? 12 : 0)
  return size >= DEFAULT_MSS || (size >= LEAST_MSS && (segment.flags & REMNANT) === 0)
}

function sackLength({ options: { sackBlocks } }: Segment): number {
  return sackBlocks === undefined ? 0 : 4 + 8 * sackBlocks.length
}
