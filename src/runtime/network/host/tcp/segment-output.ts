/** One segment without a place in the retransmission queue: acknowledgments, probes, resets; and how any segment gets its header. */
import { type SackBlock, TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { noteAckSent } from './delayed-ack.ts'
import { EcnCodepoint } from './ecn.ts'
import { heldRanges } from './held-ranges.ts'
import { selectWindowField } from './receive-window.ts'
import type { Segment, SegmentOptions } from './segment.ts'
import { sackBlockCount } from './segment-size.ts'
import { type SequenceNumber, sequenceAdd } from './sequence.ts'
import { timestampAt } from './timestamps.ts'
import { urgentPointer } from './urgent.ts'

export const NOTHING = new Uint8Array(0)

export function timestampNow(connection: Connection): number {
  return timestampAt(connection, connection.now)
}

function currentOptions(connection: Connection): SegmentOptions {
  const options: SegmentOptions = connection.timestampsOn
    ? { timestamps: { value: timestampNow(connection), echoReply: connection.tsRecent } }
    : {}
  const blocks = sackBlockCount(connection)
  if (blocks > 0) options.sackBlocks = sackBlocks(connection, blocks)
  return options
}

/** What arrived twice comes first, and is told once (RFC 2883 4). */
function sackBlocks(connection: Connection, count: number): readonly SackBlock[] {
  const { duplicateRange } = connection
  const held = heldRanges(connection)
  if (duplicateRange === null) return held.slice(0, count)
  connection.duplicateRange = null
  return [duplicateRange, ...held.slice(0, count - 1)]
}

export function emit(connection: Connection, segment: Segment): void {
  connection.stats.segsOut++
  const { length } = segment.payload
  if (length > 0) {
    connection.stats.dataSegsOut++
    connection.stats.bytesSent += length
  }
  connection.services.transmit(connection, segment)
}

/** Sends one segment with ACK; the window and options are those of now. */
export function sendSegment(
  connection: Connection,
  sequence: SequenceNumber,
  control: number,
  payload: Uint8Array,
  ecn: number = EcnCodepoint.NOT_CAPABLE,
): void {
  const window = selectWindowField(connection)
  const options = currentOptions(connection)
  const pointer = connection.urgentEnd === null ? 0 : urgentPointer(connection, sequence)
  noteAckSent(connection)
  emit(connection, {
    sequenceNumber: sequence,
    acknowledgmentNumber: connection.rcvNxt,
    flags: control | TcpFlag.ACK | (connection.echoesCongestion ? TcpFlag.ECE : 0) | (pointer > 0 ? TcpFlag.URG : 0),
    window,
    urgentPointer: pointer,
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
  if (!isLimited(connection)) sendAck(connection)
}

/** Whether there was such an answer just now; otherwise there is one now. */
export function isLimited(connection: Connection): boolean {
  const { now, services } = connection
  if (now - connection.ack.lastOutOfWindowAt < services.settings.invalidSegmentInterval) return true
  connection.ack.lastOutOfWindowAt = now
  return false
}

/** RFC 5961 3.2, 4.2, 5.2. */
export function sendChallengeAck(connection: Connection): void {
  connection.services.count('TCPChallengeACK')
  sendLimitedAck(connection)
}

/**
 * Asks for an acknowledgment: an old sequence number, which the peer must answer (RFC 9293 3.8.6.1, 3.8.4). Linux sends no byte
 * of data with it.
 */
export function sendProbe(connection: Connection): void {
  sendSegment(connection, sequenceAdd(connection.sndUna, -1), 0, NOTHING)
}

/** An abort: RST with the next sequence number (RFC 9293 3.10.5). */
export function sendReset(connection: Connection): void {
  connection.services.count('TcpOutRsts')
  emit(connection, {
    sequenceNumber: connection.sndNxt,
    acknowledgmentNumber: connection.rcvNxt,
    flags: TcpFlag.RST | TcpFlag.ACK,
    ecn: EcnCodepoint.NOT_CAPABLE,
    window: 0,
    options: connection.timestampsOn ? currentOptions(connection) : {},
    payload: NOTHING,
  })
}
