/** Processing of the ACK field: freeing sent data, measuring the round trip, the peer's window (RFC 9293 3.10.7.4 fifth, RFC 6298, RFC 5961 5). */
import { MILLISECOND, type Nanoseconds } from '../../clock.ts'
import { TcpFlag } from '../../wire/index.ts'
import { bytesPassed } from './bytes-passed.ts'
import type { Connection } from './connection.ts'
import { isCongestionEcho } from './ecn.ts'
import { SendingLimit } from './limits-record.ts'
import { unsentLength } from './output.ts'
import {
  type AcknowledgmentNews,
  noNews,
  noteDelivered,
  noteReordering,
  recover,
  takeSackBlocks,
} from './recovery/index.ts'
import { type Segment, segmentLength } from './segment.ts'
import { sendChallengeAck } from './segment-output.ts'
import { fullSegmentSize } from './segment-packet.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'
import { RETRANSMISSION_MINIMUM } from './settings.ts'
import { noteTimestamp, timestampAt } from './timestamps.ts'
import { forgetUrgentSent } from './urgent.ts'

/** Processes SEG.ACK of a synchronized connection. Returns false if the segment must be dropped. */
export function processAcknowledgment(connection: Connection, segment: Segment): boolean {
  const { acknowledgmentNumber } = segment
  if (sequenceAfter(acknowledgmentNumber, connection.snd.nxt)) {
    sendChallengeAck(connection)
    return false
  }
  // Accept acknowledgments only back to the oldest number that was ever acknowledged.
  const oldest = Math.min(connection.snd.maxWindow, bytesPassed(connection))
  if (sequenceBefore(acknowledgmentNumber, sequenceAdd(connection.snd.una, -oldest))) {
    sendChallengeAck(connection)
    return false
  }
  const news = noNews(connection)
  const old = sequenceBefore(acknowledgmentNumber, connection.snd.una)
  // Update it only now: an unacceptable acknowledgment must not change what we echo (RFC 7323 4.3 with RFC 5961 5.2); on Linux an old one doesn't either.
  if (!old) noteTimestamp(connection, segment)
  const windowChanged = !old && updateSendWindow(connection, segment)
  const hadSent = connection.sent.length > 0
  connection.retry.probesOut = 0
  connection.timestamps.echoed = connection.timestamps.on ? (segment.options.timestamps?.echoReply ?? 0) : 0
  news.congestion = isCongestionEcho(connection, segment)
  news.advanced = sequenceAfter(acknowledgmentNumber, connection.snd.una)
  const reported = connection.sackOn ? takeSackBlocks(connection, segment, news) : null
  if (news.advanced) takeAcknowledged(connection, segment, news, reported)
  else if (reported !== null) takeRoundTrip(connection, reported, news)
  if (!hadSent) {
    // A D-SACK may still show that a reduction was a mistake.
    if (news.duplicateReported) recover(connection, news)
    updateProbeTimer(connection)
    return true
  }
  news.duplicate = !old && !news.advanced && !windowChanged && segmentLength(segment) === 0 && !news.duplicateReported
  recover(connection, news)
  return true
}

/** Takes SND.WND only from segments not older than the last one used for it (SND.WL1, RFC 9293). */
function updateSendWindow(connection: Connection, segment: Segment): boolean {
  const scale = segment.flags & TcpFlag.SYN ? 0 : connection.snd.wscale
  const window = segment.window << scale
  const newer =
    sequenceAfter(segment.acknowledgmentNumber, connection.snd.una) ||
    sequenceAfter(segment.sequenceNumber, connection.snd.wl1) ||
    // Always believe a window that closes, as Linux does.
    (segment.sequenceNumber === connection.snd.wl1 && (window > connection.snd.wnd || window === 0))
  if (!newer) return false
  const changed = connection.snd.wnd !== window
  connection.snd.wl1 = segment.sequenceNumber
  connection.snd.wl2 = segment.acknowledgmentNumber
  connection.snd.wnd = window
  connection.snd.maxWindow = Math.max(connection.snd.maxWindow, window)
  if (changed && window > 0) connection.touch()
  return changed
}

function takeAcknowledged(
  connection: Connection,
  segment: Segment,
  news: AcknowledgmentNews,
  reported: Nanoseconds | null,
): void {
  const { acknowledgmentNumber } = segment
  const measured = removeAcknowledged(connection, acknowledgmentNumber, news) ?? reported
  const before = connection.snd.buffer.length
  connection.snd.buffer.acknowledge(acknowledgmentNumber)
  connection.stats.bytesAcked += before - connection.snd.buffer.length
  connection.snd.una = acknowledgmentNumber
  if (connection.snd.urgentEnd !== null) forgetUrgentSent(connection)
  connection.retry.count = 0
  connection.softError = 0
  connection.snd.pathConfirmed = true
  const sample = measured ?? echoedRoundTrip(connection)
  if (sample !== null) connection.rtt.sample(sample, connection.now)
  if (news.latestRoundTrip !== null) {
    connection.congestionControl.onRoundTrip?.(connection.congestion, news.latestRoundTrip, connection)
  }
  growSendBuffer(connection)
  noteSpace(connection)
  if (connection.sent.length === 0) connection.retransmissionTimer.stop()
  else news.restartsTimer = true
  connection.touch()
}

/** Removes acknowledged segments from the queue. Returns the round trip of the oldest one, unless one was retransmitted (Karn). */
function removeAcknowledged(
  connection: Connection,
  acknowledgment: SequenceNumber,
  news: AcknowledgmentNews,
): Nanoseconds | null {
  const { sent, recovery } = connection
  let oldest: Nanoseconds | null = null
  let latest: Nanoseconds = 0
  let ambiguous = false
  let reordered: SequenceNumber | null = null
  for (let head = sent.head; head !== undefined; head = sent.head) {
    if (sequenceAfter(head.end, acknowledgment)) {
      if (sequenceAfter(acknowledgment, head.start)) head.start = acknowledgment
      break
    }
    if (head.transmissions > 1) ambiguous = true
    else if (!head.sacked) {
      oldest ??= head.sentAt
      latest = head.sentAt
      reordered ??= head.start
      if (!sequenceAfter(head.end, recovery.recover)) news.originalArrived = true
    }
    if (head.sacked) news.knownBefore++
    else if (connection.sackOn) noteDelivered(connection, head)
    news.acknowledged++
    sent.shift()
  }
  if (reordered !== null && connection.sackOn) noteReordering(connection, reordered, news.highestBefore)
  // Without SACK, a retransmission may have caused the advance.
  if (ambiguous && !connection.sackOn) news.originalArrived = false
  if (ambiguous || oldest === null) return null
  news.latestRoundTrip = connection.now - latest
  return connection.now - oldest
}

/** Updates the limits: the send buffer may have room again, or nothing left to send. */
function noteSpace(connection: Connection): void {
  const { now, snd } = connection
  const { buffer, limits } = snd
  if (snd.bufferFull && snd.bufferLimit - buffer.length >= buffer.length >> 1) {
    snd.bufferFull = false
    limits.end(SendingLimit.SEND_BUFFER, buffer.length === 0, now)
  }
  if (buffer.length === 0) limits.end(SendingLimit.BUSY, true, now)
}

/** Measures the round trip from a SACKed segment too, if it was sent after the head's last transmission (Linux's tcp_clean_rtx_queue). */
function takeRoundTrip(connection: Connection, roundTrip: Nanoseconds, news: AcknowledgmentNews): void {
  const { head } = connection.sent
  connection.rtt.sample(roundTrip, connection.now)
  if (head !== undefined && roundTrip > connection.now - head.sentAt) news.restartsTimer = true
}

/** RTTM (RFC 7323 4.1): the echoed timestamp measures retransmitted segments too. Its clock counts milliseconds. */
function echoedRoundTrip(connection: Connection): Nanoseconds | null {
  const { echoed } = connection.timestamps
  if (echoed === 0) return null
  const elapsed = sequenceDistance(timestampAt(connection, connection.now), echoed)
  return elapsed < 0 ? null : Math.max(elapsed, 1) * MILLISECOND
}

/** Starts or stops probing: the peer's window opened, or is still too small for the next segment (Linux's tcp_ack_probe). */
function updateProbeTimer(connection: Connection): void {
  if (unsentLength(connection) === 0 || connection.snd.wnd > 0) {
    connection.retry.probeBackoff = 0
    connection.probeTimer.stop()
    return
  }
  connection.probeTimer.arm(probeDelay(connection))
}

/** The persist timer's next interval (RFC 9293 3.8.6.1, MUST-37: doubled each time). */
export function probeDelay(connection: Connection): Nanoseconds {
  const base = Math.max(connection.rtt.baseRto, RETRANSMISSION_MINIMUM)
  return Math.min(base * 2 ** connection.retry.probeBackoff, 120_000 * MILLISECOND)
}

/** Memory per segment beyond its payload: headroom and skb_shared_info; and the sk_buff itself. */
const SEGMENT_OVERHEAD = 640
const SEGMENT_BOOKKEEPING = 256

/** Linux's tcp_sndbuf_expand: room for two congestion windows, each segment in memory of a power of two. */
export function growSendBuffer(connection: Connection): void {
  if (connection.snd.bufferLocked) return
  const { congestion, recovery, services } = connection
  const payload = Math.max(connection.snd.peerMss, fullSegmentSize(connection)) + SEGMENT_OVERHEAD
  const perSegment = (1 << (32 - Math.clz32(payload - 1))) + SEGMENT_BOOKKEEPING
  const segments = Math.max(congestion.cwnd, 10, recovery.reordering + 1)
  const limit = Math.min(2 * segments * perSegment, services.settings.sendBufferMaximum)
  if (limit > connection.snd.bufferLimit) connection.snd.bufferLimit = limit
}
