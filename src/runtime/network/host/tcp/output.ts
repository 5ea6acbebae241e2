/** What leaves a connection: new data, acknowledgments, retransmissions, probes, resets (RFC 9293 3.8). */

import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { noteAckSent, noteDataSent } from './delayed-ack.ts'
import { EcnCodepoint, ecnSetup } from './ecn.ts'
import type { SequenceRange } from './receive-buffer.ts'
import { openReceiveWindow, selectWindowField, wantedWindowScale } from './receive-window.ts'
import { expectAcknowledgment, noteRetransmitted, restartRetransmission, type SentSegment } from './recovery/index.ts'
import type { Segment, SegmentOptions } from './segment.ts'
import { fullSegmentSize, sackBlockCount } from './segment-size.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'
import { RETRANSMISSION_MINIMUM } from './settings.ts'
import { timestampAt } from './timestamps.ts'

const NOTHING = new Uint8Array(0)
const MILLISECOND = 1_000_000

function timestampNow(connection: Connection): number {
  return timestampAt(connection, connection.now)
}

function currentOptions(connection: Connection): SegmentOptions {
  const options: SegmentOptions = {}
  if (connection.timestampsOn) {
    options.timestamps = { value: timestampNow(connection), echoReply: connection.recentTimestamp }
  }
  const blocks = sackBlockCount(connection)
  if (blocks > 0) options.sackBlocks = sackBlocks(connection, blocks)
  return options
}

/** What arrived twice comes first, and is told once (RFC 2883 4). */
function sackBlocks(connection: Connection, count: number): readonly SequenceRange[] {
  const { duplicateRange } = connection
  const { islands } = connection.receiveBuffer
  if (duplicateRange === null) return islands.slice(0, count)
  connection.duplicateRange = null
  return [duplicateRange, ...islands.slice(0, count - 1)]
}

/** Options of a SYN; of a SYN-ACK, only those that the peer's SYN offered (RFC 7323 2.2, 3.2; RFC 2018 2). */
function synOptions(connection: Connection, answer: boolean): SegmentOptions {
  const { settings } = connection.services
  const options: SegmentOptions = { maximumSegmentSize: connection.advertisedMss }
  if (answer ? connection.sackOn : settings.sack) options.sackPermitted = true
  if (answer ? connection.timestampsOn : settings.timestamps) {
    options.timestamps = { value: timestampNow(connection), echoReply: answer ? connection.recentTimestamp : 0 }
  }
  if (answer ? connection.windowScalingOn : settings.windowScaling) {
    options.windowScale = answer ? connection.rcvWindowScale : wantedWindowScale(connection)
  }
  return options
}

function emit(connection: Connection, segment: Segment): void {
  connection.segmentsSent++
  connection.services.transmit(connection, segment)
}

/** Sends one segment with ACK; the window and options are those of now. */
function sendSegment(
  connection: Connection,
  sequence: SequenceNumber,
  control: number,
  payload: Uint8Array,
  ecn: number = EcnCodepoint.NOT_CAPABLE,
): void {
  const window = selectWindowField(connection)
  const options = currentOptions(connection)
  noteAckSent(connection)
  emit(connection, {
    sequence,
    acknowledgment: connection.rcvNxt,
    control: control | TcpFlag.ACK | (connection.echoesCongestion ? TcpFlag.ECE : 0),
    window,
    options,
    ecn,
    payload,
  })
}

/** An acknowledgment without data. */
export function sendAck(connection: Connection): void {
  sendSegment(connection, connection.sndNxt, 0, NOTHING)
}

/**
 * Answers something unacceptable with an acknowledgment, at most twice a second (RFC 5961 7), so that two ends that disagree do
 * not keep each other busy for ever.
 */
export function sendLimitedAck(connection: Connection): void {
  if (connection.now - connection.lastOutOfWindowAckAt < 500 * MILLISECOND) return
  connection.lastOutOfWindowAckAt = connection.now
  sendAck(connection)
}

/** RFC 5961 3.2, 4.2, 5.2. */
export function sendChallengeAck(connection: Connection): void {
  connection.services.count('TCPChallengeACK')
  sendLimitedAck(connection)
}

/** Begins an active open: SYN-SENT. */
export function sendSyn(connection: Connection): void {
  openReceiveWindow(connection)
  expectSynAcknowledged(connection)
  transmitSyn(connection, false)
}

/** Answers a SYN: SYN-RECEIVED. */
export function sendSynAck(connection: Connection): void {
  if (connection.sent.length === 0) expectSynAcknowledged(connection)
  transmitSyn(connection, true)
}

/** Answers a SYN without keeping anything of it (SYN cookies). `timestamp`: sent if the peer sends timestamps. */
export function sendStatelessSynAck(connection: Connection, timestamp: number): void {
  transmitSyn(connection, true, timestamp)
}

/** The SYN or SYN-ACK is under way. */
export function expectSynAcknowledged(connection: Connection): void {
  const start = connection.initialSendSequence
  connection.sndUna = start
  connection.sndNxt = sequenceAdd(start, 1)
  connection.smallSegmentEnd = start
  connection.sendBuffer.startAt(connection.sndNxt)
  connection.sent.push(start, connection.sndNxt, TcpFlag.SYN, connection.now)
  restartRetransmission(connection)
}

function transmitSyn(connection: Connection, answer: boolean, timestamp?: number): void {
  const options = synOptions(connection, answer)
  if (timestamp !== undefined && options.timestamps !== undefined) options.timestamps.value = timestamp
  emit(connection, {
    sequence: connection.initialSendSequence,
    acknowledgment: answer ? connection.rcvNxt : 0,
    control: (answer ? TcpFlag.SYN | TcpFlag.ACK : TcpFlag.SYN) | ecnSetup(connection, answer),
    ecn: EcnCodepoint.NOT_CAPABLE,
    // The window of a SYN is never scaled (RFC 7323 2.2).
    window: Math.min(connection.rcvWnd, 65_535),
    options,
    payload: NOTHING,
  })
}

/** Bytes and FIN that wait to be sent for the first time, in sequence space. */
export function unsentLength(connection: Connection): number {
  const end = sequenceAdd(connection.sendBuffer.end, connection.finQueued ? 1 : 0)
  return Math.max(0, sequenceDistance(end, connection.sndNxt))
}

/** Sends what the windows, Nagle's algorithm and silly window avoidance allow; waits with a probe timer when the peer's window forbids all. */
export function sendPending(connection: Connection): void {
  if (!maySend(connection)) return
  restartAfterIdle(connection)
  const before = connection.sndNxt
  let limited = false
  while (unsentLength(connection) > 0) {
    if (connection.sent.inFlight >= connection.congestion.window) {
      limited = true
      break
    }
    if (!sendNext(connection)) break
  }
  validateWindow(connection, limited)
  if (connection.sndNxt !== before) expectAcknowledgment(connection, false)
  if (connection.sent.length === 0 && unsentLength(connection) > 0 && !connection.probeTimer.armed) {
    connection.probeTimer.arm(Math.max(connection.rtt.baseTimeout, RETRANSMISSION_MINIMUM))
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

function sendNext(connection: Connection, isProbe = false): boolean {
  const start = connection.sndNxt
  const full = fullSegmentSize(connection)
  const available = Math.max(0, sequenceDistance(connection.sendBuffer.end, start))
  const length = Math.min(available, full)
  const fin = connection.finQueued && length === available
  const end = sequenceAdd(start, length + (fin ? 1 : 0))
  const windowEnd = sequenceAdd(connection.sndUna, connection.sndWnd)
  if (sequenceAfter(end, windowEnd)) return false
  if (length < full && !fin && !isProbe && nagleHolds(connection)) return false
  sendNew(connection, end, fin)
  if (length < full) connection.smallSegmentEnd = end
  return true
}

/** Nagle's algorithm as Minshall amended it: a small segment waits while another small one is unacknowledged (RFC 9293 3.7.4). TCP_CORK holds it in any case, until the probe timer lets it go. */
function nagleHolds(connection: Connection): boolean {
  if (connection.corked) return true
  if (connection.noDelay || connection.sent.length === 0) return false
  return sequenceAfter(connection.smallSegmentEnd, connection.sndUna)
}

function sendNew(connection: Connection, end: SequenceNumber, fin: boolean): void {
  const start = connection.sndNxt
  const control = fin ? TcpFlag.FIN : 0
  const payload = connection.sendBuffer.view(start, fin ? sequenceAdd(end, -1) : end)
  connection.sent.push(start, end, control, connection.now)
  connection.sndNxt = end
  connection.recovery.sent++
  connection.lastSendAt = connection.now
  if (payload.length > 0) noteDataSent(connection)
  const push = payload.length > 0 && !sequenceBefore(end, connection.sendBuffer.end) ? TcpFlag.PSH : 0
  sendSegment(
    connection,
    start,
    control | push | reductionFlag(connection, payload),
    payload,
    ecnOf(connection, payload),
  )
}

/** Only new data is ECN-capable: no bare acknowledgment, probe or retransmission (RFC 3168 6.1.4, 6.1.5, 6.1.6). */
function ecnOf({ ecnOn }: Connection, payload: Uint8Array): number {
  return ecnOn && payload.length > 0 ? EcnCodepoint.CAPABLE : EcnCodepoint.NOT_CAPABLE
}

/** CWR, once for each reduction (RFC 3168 6.1.2). */
function reductionFlag(connection: Connection, payload: Uint8Array): number {
  if (!connection.tellsReduction || payload.length === 0) return 0
  connection.tellsReduction = false
  return TcpFlag.CWR
}

/** RFC 5681 4.1: after a pause the old congestion window says nothing about the path. Linux halves it for every RTO of pause. */
function restartAfterIdle(connection: Connection): void {
  const { congestion, services } = connection
  if (connection.sent.length > 0 || unsentLength(connection) === 0) return
  connection.congestionControl.onRestart?.(connection.lastSendAt, connection.now)
  if (!services.settings.slowStartAfterIdle) return
  const timeout = connection.rtt.timeout
  let idle = connection.now - connection.lastSendAt
  if (idle <= timeout) return
  const restart = Math.min(services.settings.initialWindow, congestion.window)
  congestion.slowStartThreshold = Math.max(congestion.slowStartThreshold, (congestion.window * 3) >> 2)
  while (idle > timeout && congestion.window > restart) {
    idle -= timeout
    congestion.window >>= 1
  }
  congestion.window = Math.max(congestion.window, restart)
}

/** Notes whether the congestion window was what limited us within this window of data (Linux's tcp_cwnd_validate). */
function validateWindow(connection: Connection, limited: boolean): void {
  const out = connection.sent.length
  const over = !sequenceBefore(connection.sndUna, connection.windowUsageEnd)
  if (!over && !limited && (connection.windowLimited || out <= connection.maximumOut)) return
  connection.windowLimited = limited
  connection.maximumOut = out
  connection.windowUsageEnd = connection.sndNxt
}

/** Sends a segment again, cut to the size that now fits. */
export function retransmit(connection: Connection, segment: SentSegment, index: number): void {
  if (segment.control & TcpFlag.SYN) {
    noteSentAgain(connection, segment)
    transmitSyn(connection, connection.state === 'SYN_RECEIVED')
    return
  }
  const full = fullSegmentSize(connection)
  const carried = () => sequenceDistance(segment.end, segment.start) - (segment.control & TcpFlag.FIN ? 1 : 0)
  if (carried() > full) connection.sent.split(index, sequenceAdd(segment.start, full))
  noteSentAgain(connection, segment)
  const payload = connection.sendBuffer.view(segment.start, sequenceAdd(segment.start, carried()))
  const last = sequenceAdd(segment.start, carried())
  const push = payload.length > 0 && !sequenceBefore(last, connection.sendBuffer.end) ? TcpFlag.PSH : 0
  sendSegment(connection, segment.start, segment.control | push, payload)
}

function noteSentAgain(connection: Connection, segment: SentSegment): void {
  connection.sent.markSentAgain(segment, connection.now)
  noteRetransmitted(connection, connection.now)
  connection.retransmissions++
  connection.services.count('TcpRetransSegs')
}

/** For a loss probe: one new segment, whatever the congestion window says, if the peer's window takes it. */
export function sendNewForProbe(connection: Connection): boolean {
  return maySend(connection) && unsentLength(connection) > 0 && sendNext(connection, true)
}

/**
 * Asks for an acknowledgment: an old sequence number, which the peer must answer (RFC 9293 3.8.6.1, 3.8.4). Linux sends no byte
 * of data with it.
 */
export function sendProbe(connection: Connection): void {
  sendSegment(connection, sequenceAdd(connection.sndUna, -1), 0, NOTHING)
}

/** With a window too small for a segment: sends what fits in it rather than wait for ever (RFC 9293 3.8.6.2.1, the override). */
export function sendIntoSmallWindow(connection: Connection): boolean {
  const windowEnd = sequenceAdd(connection.sndUna, connection.sndWnd)
  const room = sequenceDistance(windowEnd, connection.sndNxt)
  const waiting = unsentLength(connection)
  if (room <= 0 || waiting === 0) return false
  const length = Math.min(room, waiting, fullSegmentSize(connection))
  const end = sequenceAdd(connection.sndNxt, length)
  sendNew(connection, end, connection.finQueued && sequenceAfter(end, connection.sendBuffer.end))
  expectAcknowledgment(connection, false)
  return true
}

/** An abort: RST with the next sequence number (RFC 9293 3.10.5). */
export function sendReset(connection: Connection): void {
  connection.services.count('TcpOutRsts')
  emit(connection, {
    sequence: connection.sndNxt,
    acknowledgment: connection.rcvNxt,
    control: TcpFlag.RST | TcpFlag.ACK,
    ecn: EcnCodepoint.NOT_CAPABLE,
    window: 0,
    options: connection.timestampsOn ? currentOptions(connection) : {},
    payload: NOTHING,
  })
}
