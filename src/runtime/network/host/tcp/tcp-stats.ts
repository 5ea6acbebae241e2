import type { TcpState, TcpStats } from '../socket.ts'
import type { Connection } from './connection.ts'
import { unsentLength } from './output.ts'
import { openWindow } from './receive-window.ts'
import { fullSegmentSize } from './segment-size.ts'
import { sequenceDistance } from './sequence.ts'

export function connectionStats(connection: Connection): TcpStats {
  const { congestion, rtt } = connection
  return {
    state: connection.state,
    bytesReceived: connection.bytesReceived,
    bytesAcked: connection.bytesAcked,
    unread: connection.receiveBuffer.unread,
    unacknowledged: Math.max(0, sequenceDistance(connection.sndNxt, connection.sndUna)),
    unsent: unsentLength(connection),
    sendWindow: connection.sndWnd,
    receiveWindow: openWindow(connection),
    mss: fullSegmentSize(connection),
    congestionWindow: congestion.window,
    slowStartThreshold: Number.isFinite(congestion.slowStartThreshold) ? congestion.slowStartThreshold : null,
    smoothedRtt: rtt.smoothed,
    rttVariation: rtt.variation,
    retransmissionTimeout: rtt.timeout,
    retransmissions: connection.retransmissions,
    backoff: rtt.backoff,
    segmentsSent: connection.segmentsSent,
    segmentsReceived: connection.segmentsReceived,
  }
}

/** Of a socket that has no connection. */
export function unconnectedStats(state: TcpState): TcpStats {
  return {
    state,
    bytesReceived: 0,
    bytesAcked: 0,
    unread: 0,
    unacknowledged: 0,
    unsent: 0,
    sendWindow: 0,
    receiveWindow: 0,
    mss: 536,
    congestionWindow: 0,
    slowStartThreshold: null,
    smoothedRtt: null,
    rttVariation: null,
    retransmissionTimeout: 1_000_000_000,
    retransmissions: 0,
    backoff: 0,
    segmentsSent: 0,
    segmentsReceived: 0,
  }
}
