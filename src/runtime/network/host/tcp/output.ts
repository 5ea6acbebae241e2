/** Data and FIN leaving a connection, first transmissions and retransmissions (RFC 9293 3.8). */

import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import type { SendState } from './connection-parts.ts'
import { noteDataSent } from './delayed-ack.ts'
import { EcnCodepoint } from './ecn.ts'
import { SendingLimit } from './limits-record.ts'
import type { SentSegment } from './retransmission-queue.ts'
import { expectAcknowledgment } from './retransmission-timer.ts'
import { sendSegment, transmitSyn } from './segment-output.ts'
import { fullSegmentSize } from './segment-packet.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'
import { RETRANSMISSION_MINIMUM } from './settings.ts'

/** Unsent data and FIN, in sequence space. */
export function unsentLength(connection: Connection): number {
  return Math.max(0, connection.snd.buffer.lengthFrom(connection.snd.nxt) + (connection.snd.finQueued ? 1 : 0))
}

/** When a segment that isn't full may leave: by the rules, not yet (MSG_MORE), or in any case. */
export type Push = 'usual' | 'hold' | 'push'

/** Sends what the windows, Nagle's algorithm and silly window avoidance allow; arms the probe timer when the peer's window allows nothing. */
export function sendPending(connection: Connection, push: Push = 'usual'): void {
  if (!maySend(connection)) return
  restartAfterIdle(connection)
  const before = connection.snd.nxt
  const waited = unsentLength(connection) > 0
  let limited = false
  while (unsentLength(connection) > 0) {
    if (connection.sent.inFlight >= connection.congestion.cwnd) {
      limited = true
      break
    }
    if (!sendNext(connection, push)) break
  }
  // As on Linux: also when nothing is left to send.
  limited ||= connection.sent.inFlight >= connection.congestion.cwnd
  noteLimits(connection, limited)
  // Linux doesn't even call tcp_write_xmit when nothing is left to send.
  if (waited) validateWindow(connection, limited)
  if (connection.snd.nxt !== before) {
    connection.probeTimer.stop()
    expectAcknowledgment(connection, false)
  }
  if (connection.sent.length === 0 && unsentLength(connection) > 0 && !connection.probeTimer.armed) {
    connection.probeTimer.arm(Math.max(connection.rtt.baseRto, RETRANSMISSION_MINIMUM))
  }
}

function maySend(connection: Connection): boolean {
  switch (connection.state) {
    case 'ESTABLISHED':
    case 'CLOSE_WAIT':
    case 'FIN_WAIT_1':
    case 'CLOSING':
    case 'LAST_ACK':
      return true
    default:
      return false
  }
}

function sendNext(connection: Connection, push: Push): boolean {
  const start = connection.snd.nxt
  const full = fullSegmentSize(connection)
  const available = Math.max(0, sequenceDistance(connection.snd.buffer.end, start))
  const length = Math.min(available, full, untilRecordEnd(connection.snd, start))
  const fin = connection.snd.finQueued && length === available
  const end = sequenceAdd(start, length + (fin ? 1 : 0))
  const windowEnd = sequenceAdd(connection.snd.una, connection.snd.wnd)
  if (sequenceAfter(end, windowEnd)) return false
  const isLast = length === available
  if (length < full && isLast && !fin && push !== 'push' && nagleHolds(connection, push)) return false
  sendNew(connection, end, fin)
  if (length < full) connection.snd.sml = end
  return true
}

/** Returns how many bytes a segment from `start` may hold before a record ends (MSG_EOR). */
function untilRecordEnd({ recordEnds }: SendState, start: SequenceNumber): number {
  while (recordEnds.length > 0 && !sequenceAfter(recordEnds[0]!, start)) recordEnds.shift()
  return recordEnds.length === 0 ? Number.POSITIVE_INFINITY : sequenceDistance(recordEnds[0]!, start)
}

/** Notes what limits sending, for tcp_info (Linux's tcp_write_xmit and tcp_cwnd_validate). */
function noteLimits(connection: Connection, byCongestion: boolean): void {
  const { now, sent, snd } = connection
  const { limits } = snd
  const waiting = sequenceDistance(connection.snd.buffer.end, connection.snd.nxt)
  if (!byCongestion && waiting > 0 && exceedsWindow(connection, waiting)) limits.begin(SendingLimit.RECEIVE_WINDOW, now)
  else limits.end(SendingLimit.RECEIVE_WINDOW, waiting <= 0 && sent.length === 0, now)
  if (!byCongestion && waiting <= 0 && connection.snd.bufferFull && sent.length > 0)
    limits.begin(SendingLimit.SEND_BUFFER, now)
}

function exceedsWindow(connection: Connection, waiting: number): boolean {
  const end = sequenceAdd(connection.snd.nxt, Math.min(waiting, fullSegmentSize(connection)))
  return sequenceAfter(end, sequenceAdd(connection.snd.una, connection.snd.wnd))
}

/** Nagle with Minshall's change: delays a small segment while another is unacknowledged (RFC 9293 3.7.4). TCP_CORK always delays it, up to the probe timer. */
function nagleHolds(connection: Connection, push: Push): boolean {
  // Never delay urgent data.
  if (connection.snd.urgentEnd !== null) return false
  if (connection.corked || push === 'hold') return true
  if (connection.noDelay || connection.sent.length === 0) return false
  return sequenceAfter(connection.snd.sml, connection.snd.una)
}

function sendNew(connection: Connection, end: SequenceNumber, fin: boolean): void {
  const start = connection.snd.nxt
  const control = fin ? TcpFlag.FIN : 0
  const payload = connection.snd.buffer.view(start, fin ? sequenceAdd(end, -1) : end)
  connection.sent.push(start, end, control, connection.now)
  connection.snd.nxt = end
  connection.recovery.prrOut++
  connection.snd.lastAt = connection.now
  if (payload.length > 0) noteDataSent(connection)
  const push = payload.length > 0 && !sequenceBefore(end, connection.snd.buffer.end) ? TcpFlag.PSH : 0
  sendSegment(
    connection,
    start,
    control | push | reductionFlag(connection, payload),
    payload,
    ecnOf(connection, payload),
  )
}

/** Marks only new data ECN-capable: no bare acknowledgment, probe or retransmission (RFC 3168 6.1.4, 6.1.5, 6.1.6). */
function ecnOf({ ecn }: Connection, payload: Uint8Array): number {
  return ecn.on && payload.length > 0 ? EcnCodepoint.CAPABLE : EcnCodepoint.NOT_CAPABLE
}

/** CWR, once for each reduction (RFC 3168 6.1.2). */
function reductionFlag(connection: Connection, payload: Uint8Array): number {
  if (!connection.ecn.tellsReduction || payload.length === 0) return 0
  connection.ecn.tellsReduction = false
  return TcpFlag.CWR
}

/** RFC 5681 4.1: after a pause the old congestion window says nothing about the path. Linux halves it for every RTO of pause. */
function restartAfterIdle(connection: Connection): void {
  const { congestion, services } = connection
  // A FIN is not data (Linux's tcp_slow_start_after_idle_check).
  if (connection.sent.length > 0 || sequenceDistance(connection.snd.buffer.end, connection.snd.nxt) <= 0) return
  connection.congestionControl.onRestart?.(connection.snd.lastAt, connection.now)
  if (!services.settings.slowStartAfterIdle) return
  const timeout = connection.rtt.rto
  let idle = connection.now - connection.snd.lastAt
  if (idle <= timeout) return
  const restart = Math.min(services.settings.initialWindow, congestion.cwnd)
  congestion.ssthresh = Math.max(congestion.ssthresh, (congestion.cwnd * 3) >> 2)
  while (idle > timeout && congestion.cwnd > restart) {
    idle -= timeout
    congestion.cwnd >>= 1
  }
  congestion.cwnd = Math.max(congestion.cwnd, restart)
}

/** Notes whether the congestion window limited us within this window of data (Linux's tcp_cwnd_validate). */
function validateWindow(connection: Connection, limited: boolean): void {
  const out = connection.sent.length
  const over = !sequenceBefore(connection.snd.una, connection.cwndUsageSeq)
  if (!over && !limited && (connection.isCwndLimited || out <= connection.maxPacketsOut)) return
  connection.isCwndLimited = limited
  connection.maxPacketsOut = out
  connection.cwndUsageSeq = connection.snd.nxt
}

/** Retransmits a segment, cut to the size that now fits. */
export function retransmit(connection: Connection, segment: SentSegment, index: number): void {
  if (segment.control & TcpFlag.SYN) {
    noteSentAgain(connection, segment)
    transmitSyn(connection, connection.state === 'SYN_RECEIVED')
    return
  }
  const full = retransmissionSize(connection, segment)
  if (full === 0) return
  const carried = () => sequenceDistance(segment.end, segment.start) - (segment.control & TcpFlag.FIN ? 1 : 0)
  if (carried() > full) connection.sent.split(index, sequenceAdd(segment.start, full))
  noteSentAgain(connection, segment)
  const payload = connection.snd.buffer.view(segment.start, sequenceAdd(segment.start, carried()))
  const last = sequenceAdd(segment.start, carried())
  const push = payload.length > 0 && !sequenceBefore(last, connection.snd.buffer.end) ? TcpFlag.PSH : 0
  connection.stats.bytesRetrans += payload.length
  sendSegment(connection, segment.start, segment.control | push, payload)
}

/** Returns how much of it fits the peer's window, which may have shrunk. The first segment goes out anyway, as a probe. 0: nothing. */
function retransmissionSize(connection: Connection, { start }: SentSegment): number {
  const full = fullSegmentSize(connection)
  const room = sequenceDistance(sequenceAdd(connection.snd.una, connection.snd.wnd), start)
  if (room > 0) return Math.min(full, room)
  return start === connection.snd.una ? full : 0
}

function noteSentAgain(connection: Connection, segment: SentSegment): void {
  connection.sent.markSentAgain(segment, connection.now)
  connection.recovery.noteRetransmitted(connection.now)
  connection.stats.totalRetrans++
  connection.services.count('TcpRetransSegs')
}

/** Sends one new segment as a loss probe, regardless of the congestion window, if the peer's window allows it. */
export function sendNewForProbe(connection: Connection): boolean {
  return maySend(connection) && unsentLength(connection) > 0 && sendNext(connection, 'push')
}

/** Sends what fits a window smaller than a segment rather than wait forever (RFC 9293 3.8.6.2.1, the override). */
export function sendIntoSmallWindow(connection: Connection): boolean {
  const windowEnd = sequenceAdd(connection.snd.una, connection.snd.wnd)
  const room = sequenceDistance(windowEnd, connection.snd.nxt)
  const waiting = unsentLength(connection)
  if (room <= 0 || waiting === 0) return false
  const length = Math.min(room, waiting, fullSegmentSize(connection))
  const end = sequenceAdd(connection.snd.nxt, length)
  sendNew(connection, end, connection.snd.finQueued && sequenceAfter(end, connection.snd.buffer.end))
  expectAcknowledgment(connection, false)
  return true
}
