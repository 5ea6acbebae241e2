/** Effects of a segment on a connection: SEGMENT ARRIVES of RFC 9293 3.10.7, in its order, with RFC 5961 and RFC 7323. */
import { Errno } from '../../errno.ts'
import { TcpFlag } from '../../wire/index.ts'
import { growSendBuffer, processAcknowledgment } from './acknowledgment.ts'
import { endConnection, enterTimeWait } from './closing.ts'
import type { Connection } from './connection.ts'
import { acknowledgeNow, enterQuickAcks } from './delayed-ack.ts'
import { noteMark } from './ecn.ts'
import { mayComplete } from './half-open.ts'
import { heldRanges } from './held-ranges.ts'
import { sendPending } from './output.ts'
import { openWindow } from './receive-window.ts'
import { hasFlag, type Segment, segmentLength } from './segment.ts'
import { sendAck, sendChallengeAck, sendLimitedAck, sendSynAck } from './segment-output.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore, sequenceMax } from './sequence.ts'
import { processSynSent } from './syn-sent.ts'
import { noteRepeated, processText } from './text.ts'
import { updateKeepAlive } from './timeouts.ts'
import { isPawsRejected, pawsException } from './timestamps.ts'

const { ACK, FIN, RST, SYN } = TcpFlag

/** Processes one segment for this connection. The owner is notified of changes at the end. */
export function processSegment(connection: Connection, segment: Segment): void {
  const isHalfOpen = connection.state === 'SYN_RECEIVED' && !connection.opensActively
  if (isHalfOpen && !mayComplete(connection, segment)) {
    connection.settle()
    return
  }
  connection.stats.segsIn++
  if (segment.payload.length > 0) connection.stats.dataSegsIn++
  connection.lastSegmentAt = connection.now
  connection.keepalive.sent = 0
  if (connection.state === 'SYN_SENT') processSynSent(connection, segment)
  else if (connection.state === 'TIME_WAIT') processTimeWait(connection, segment)
  else processSynchronized(connection, segment)
  connection.settle()
}

function processSynchronized(connection: Connection, segment: Segment): void {
  // First of all, as on Linux: a segment without any of these belongs to no connection.
  if ((segment.flags & (ACK | RST | SYN)) === 0) return
  if (!isAcceptable(connection, segment)) return
  if (hasFlag(segment, RST)) {
    processReset(connection, segment)
    return
  }
  if (hasFlag(segment, SYN)) {
    processUnexpectedSyn(connection, segment)
    return
  }
  if (!hasFlag(segment, ACK)) return
  noteMark(connection, segment)
  const opens = connection.state === 'SYN_RECEIVED'
  if (opens && !completeHandshake(connection, segment)) return
  if (!processAcknowledgment(connection, segment)) return
  if (opens) connection.rtt.endHandshake()
  if (hasFinBeenAcknowledged(connection)) advanceClosing(connection)
  if (isOver(connection)) return
  if (hasFlag(segment, FIN) && !connection.rcv.finReceived)
    connection.rcv.finSequence = sequenceAdd(segment.sequenceNumber, segment.payload.length)
  if (!processText(connection, segment)) return
  if (hasFinArrived(connection)) processFin(connection)
  else if (hasFlag(segment, FIN) && segment.payload.length === 0) holdFin(connection)
  if (isOver(connection)) return
  sendPending(connection)
  if (connection.ack.scheduled && acknowledgeNow(connection)) sendAck(connection)
}

/** First: timestamps (RFC 7323 5.3) and the sequence number (RFC 9293 3.10.7.4, table 6). */
function isAcceptable(connection: Connection, segment: Segment): boolean {
  if (isPawsRejected(connection, segment) && !hasFlag(segment, RST)) {
    const exception = hasFlag(segment, SYN) ? null : pawsException(connection, segment)
    if (exception === 'old') return false
    if (exception === null) {
      answerPawsFailure(connection, segment)
      return false
    }
  }
  const end = sequenceAdd(segment.sequenceNumber, segmentLength(segment))
  const windowEnd = sequenceAdd(connection.rcv.nxt, openWindow(connection))
  // Accepts it if it overlaps the window or touches its left edge (Linux's tcp_sequence).
  const inside = !sequenceBefore(end, connection.rcv.wup) && !sequenceAfter(segment.sequenceNumber, windowEnd)
  if (inside && !isTooLong(connection, segment, windowEnd)) return true
  if (hasFlag(segment, RST)) return isResetOfFin(connection, segment)
  if (connection.state === 'SYN_RECEIVED' && isRepeatedSyn(connection, segment)) sendSynAck(connection)
  else if (hasFlag(segment, SYN)) sendChallengeAck(connection)
  else if (segmentLength(segment) > 0) {
    if (sequenceBefore(segment.sequenceNumber, connection.rcv.nxt)) {
      // A retransmission: our acknowledgment was lost, and the peer needs it now.
      enterQuickAcks(connection)
      noteRepeated(connection, segment)
    }
    sendAck(connection)
  } else sendLimitedAck(connection)
  return false
}

/** Answers text always, and segments that could loop forever at most twice a second (Linux's tcp_oow_rate_limited). */
function answerPawsFailure(connection: Connection, segment: Segment): void {
  if (hasFlag(segment, SYN)) {
    sendChallengeAck(connection)
    return
  }
  connection.services.count('PAWSEstab')
  if (segmentLength(segment) === 0) {
    sendLimitedAck(connection)
    return
  }
  if (sequenceBefore(segment.sequenceNumber, connection.rcv.nxt)) {
    enterQuickAcks(connection)
    noteRepeated(connection, segment)
  }
  sendAck(connection)
}

/**
 * Handles a segment that begins in the window and goes beyond. Linux takes it whole when the program has read everything before
 * it, and otherwise drops it whole, where RFC 9293 3.10.7.4 trims it; but a FIN may always lie one beyond.
 */
function isTooLong(connection: Connection, { sequenceNumber, payload }: Segment, windowEnd: SequenceNumber): boolean {
  if (!sequenceAfter(sequenceAdd(sequenceNumber, payload.length), windowEnd)) return false
  if (connection.rcv.buffer.unread === 0) return false
  connection.services.count('BeyondWindow')
  return true
}

function isRepeatedSyn(connection: Connection, segment: Segment): boolean {
  return hasFlag(segment, SYN) && !hasFlag(segment, ACK) && segment.sequenceNumber === connection.rcv.irs
}

/** Accepts a RST numbered with the FIN, from peers that don't count their FIN (Linux's tcp_reset_check). */
function isResetOfFin({ state, rcv }: Connection, { sequenceNumber }: Segment): boolean {
  const hasFin = state === 'CLOSE_WAIT' || state === 'LAST_ACK' || state === 'CLOSING'
  return hasFin && sequenceNumber === sequenceAdd(rcv.nxt, -1)
}

/** Returns whether the number is the end of the last block, which a peer may expect next after we reported a gap (Linux, after RFC 5961 3.2). */
function isBehindHeld(connection: Connection, { sequenceNumber }: Segment): boolean {
  if (!connection.sackOn) return false
  const ends = heldRanges(connection).map(({ right }) => right)
  return ends.length > 0 && ends.reduce(sequenceMax) === sequenceNumber
}

/** Second: only a RST with exactly the expected number resets; another one in the window is challenged (RFC 5961 3.2). */
function processReset(connection: Connection, segment: Segment): void {
  const isExpected = segment.sequenceNumber === connection.rcv.nxt || isResetOfFin(connection, segment)
  if (!isExpected && !isBehindHeld(connection, segment)) {
    sendChallengeAck(connection)
    return
  }
  connection.services.count(connection.state === 'SYN_RECEIVED' ? 'TcpAttemptFails' : 'TcpEstabResets')
  endConnection(connection, connection.state === 'CLOSE_WAIT' ? Errno.EPIPE : Errno.ECONNRESET)
}

/** Fourth: a SYN in the window is challenged (RFC 5961 4.2); the SYN-ACK of a simultaneous open completes it. */
function processUnexpectedSyn(connection: Connection, segment: Segment): void {
  if (connection.state === 'SYN_RECEIVED') {
    if (isRepeatedSyn(connection, segment)) {
      sendSynAck(connection)
      return
    }
    const simultaneous = hasFlag(segment, ACK) && segment.sequenceNumber === connection.rcv.irs
    if (simultaneous) {
      if (completeHandshake(connection, segment) && processAcknowledgment(connection, segment)) {
        // Linux reports that this SYN came twice, and counts ours once more.
        noteRepeated(connection, segment)
        connection.stats.delivered++
        sendPending(connection)
        sendAck(connection)
      }
      return
    }
  }
  sendChallengeAck(connection)
}

/** Fifth, in SYN-RECEIVED: the acknowledgment of our SYN. */
function completeHandshake(connection: Connection, segment: Segment): boolean {
  const { acknowledgmentNumber } = segment
  if (
    !sequenceAfter(acknowledgmentNumber, connection.snd.una) ||
    sequenceAfter(acknowledgmentNumber, connection.snd.nxt)
  ) {
    connection.services.refuse(connection, segment)
    return false
  }
  if (connection.owner?.connectionEstablished?.(connection) === false) return false
  connection.state = 'ESTABLISHED'
  connection.rcv.lastAt = connection.now
  connection.snd.wl1 = segment.sequenceNumber
  connection.snd.wl2 = acknowledgmentNumber
  connection.snd.wnd = segment.window << (hasFlag(segment, SYN) ? 0 : connection.snd.wscale)
  connection.snd.maxWindow = connection.snd.wnd
  growSendBuffer(connection)
  updateKeepAlive(connection)
  connection.touch()
  return true
}

function hasFinBeenAcknowledged(connection: Connection): boolean {
  return connection.snd.finQueued && connection.snd.una === sequenceAdd(connection.snd.buffer.end, 1)
}

function advanceClosing(connection: Connection): void {
  if (connection.state === 'FIN_WAIT_1') {
    connection.state = 'FIN_WAIT_2'
    // No program reads any more: don't wait forever (Linux's tcp_fin_timeout).
    if (connection.owner === null) connection.finalTimer.arm(connection.finTimeout)
    connection.touch()
  } else if (connection.state === 'CLOSING') enterTimeWait(connection)
  else if (connection.state === 'LAST_ACK') endConnection(connection, 0)
}

function isOver(connection: Connection): boolean {
  return connection.state === 'CLOSED'
}

function hasFinArrived(connection: Connection): boolean {
  return !connection.rcv.finReceived && connection.rcv.finSequence === connection.rcv.nxt
}

/** Reports at once a FIN alone with text missing before it, as any segment behind a gap (Linux's tcp_data_queue_ofo). */
function holdFin(connection: Connection): void {
  if (connection.rcv.finReceived || !sequenceAfter(connection.rcv.finSequence!, connection.rcv.nxt)) return
  connection.stats.rcvOoopack++
  connection.rcv.isFinNewest = true
  enterQuickAcks(connection)
  sendAck(connection)
}

/** Eighth: the peer's FIN, once everything before it has arrived. */
function processFin(connection: Connection): void {
  connection.rcv.finReceived = true
  // Nothing can follow a FIN, so there is nothing to report (Linux's tcp_fin).
  connection.rcv.duplicateRange = null
  connection.rcv.buffer.dropIslands()
  connection.rcv.shut = true
  const isWindowClosed = openWindow(connection) === 0
  connection.rcv.nxt = sequenceAdd(connection.rcv.nxt, 1)
  connection.ack.scheduled = true
  connection.touch()
  switch (connection.state) {
    case 'ESTABLISHED':
      connection.state = 'CLOSE_WAIT'
      // The program is likely to close now, and its FIN then carries the acknowledgment.
      connection.ack.pingpong = true
      // Some peers repeat a FIN until our window shows that it was taken.
      if (isWindowClosed) sendAck(connection)
      break
    case 'FIN_WAIT_1':
      connection.state = 'CLOSING'
      sendAck(connection)
      break
    case 'FIN_WAIT_2':
      sendAck(connection)
      enterTimeWait(connection)
      break
    default:
      break
  }
}

/**
 * Handles a segment in TIME-WAIT (RFC 9293 3.10.7.4, RFC 6191, Linux's tcp_timewait_state_process), after `mayReuse` has seen a
 * SYN that may reuse the pair.
 */
function processTimeWait(connection: Connection, segment: Segment): void {
  if (isPawsRejected(connection, segment)) {
    if (!hasFlag(segment, RST)) sendLimitedAck(connection)
    return
  }
  if (hasFlag(segment, RST)) {
    if (segment.sequenceNumber === connection.rcv.nxt) endConnection(connection, 0)
    return
  }
  if (segment.sequenceNumber === connection.rcv.nxt && segmentLength(segment) === 0) {
    connection.finalTimer.arm(connection.services.settings.timeWait)
    return
  }
  if (hasFlag(segment, ACK)) connection.finalTimer.arm(connection.services.settings.timeWait)
  sendLimitedAck(connection)
}

/** Returns whether a SYN for a pair in TIME-WAIT is certainly not an old one and may open anew (RFC 9293 3.6.1 MAY-2, RFC 6191). */
export function mayReuse(connection: Connection, segment: Segment): boolean {
  if (connection.state !== 'TIME_WAIT' || !hasFlag(segment, SYN) || (segment.flags & (RST | ACK)) !== 0) return false
  if (isPawsRejected(connection, segment)) return false
  if (sequenceAfter(segment.sequenceNumber, connection.rcv.nxt)) return true
  const { timestamps } = segment.options
  return (
    connection.timestamps.on &&
    timestamps !== undefined &&
    sequenceAfter(timestamps.value, connection.timestamps.recent)
  )
}
