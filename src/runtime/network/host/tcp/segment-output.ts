/** SYN and SYN-ACK, and segments outside the retransmission queue: acknowledgments, probes, resets; and the header of every segment. */
import { type SackBlock, TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { noteAckSent } from './delayed-ack.ts'
import { EcnCodepoint, ecnSetup } from './ecn.ts'
import { heldRanges } from './held-ranges.ts'
import { openReceiveWindow, selectWindowField, wantedWindowScale } from './receive-window.ts'
import { restartRetransmission } from './retransmission-timer.ts'
import type { Segment, SegmentOptions } from './segment.ts'
import { sackBlockCount } from './segment-packet.ts'
import { type SequenceNumber, sequenceAdd } from './sequence.ts'
import { timestampAt } from './timestamps.ts'
import { urgentPointer } from './urgent.ts'

const NOTHING = new Uint8Array(0)

function timestampNow(connection: Connection): number {
  return timestampAt(connection, connection.now)
}

function currentOptions(connection: Connection): SegmentOptions {
  const options: SegmentOptions = connection.timestamps.on
    ? { timestamps: { value: timestampNow(connection), echoReply: connection.timestamps.recent } }
    : {}
  const blocks = sackBlockCount(connection)
  if (blocks > 0) options.sackBlocks = sackBlocks(connection, blocks)
  return options
}

/** The block received twice comes first, and is reported once (RFC 2883 4). */
function sackBlocks(connection: Connection, count: number): readonly SackBlock[] {
  const { duplicateRange } = connection.rcv
  const held = heldRanges(connection)
  if (duplicateRange === null) return held.slice(0, count)
  connection.rcv.duplicateRange = null
  return [duplicateRange, ...held.slice(0, count - 1)]
}

function emit(connection: Connection, segment: Segment): void {
  connection.stats.segsOut++
  const { length } = segment.payload
  if (length > 0) {
    connection.stats.dataSegsOut++
    connection.stats.bytesSent += length
  }
  connection.services.transmit(connection, segment)
}

/** Sends one segment with ACK, the current window and options. */
export function sendSegment(
  connection: Connection,
  sequence: SequenceNumber,
  control: number,
  payload: Uint8Array,
  ecn: number = EcnCodepoint.NOT_CAPABLE,
): void {
  const window = selectWindowField(connection)
  const options = currentOptions(connection)
  const pointer = connection.snd.urgentEnd === null ? 0 : urgentPointer(connection, sequence)
  noteAckSent(connection)
  emit(connection, {
    sequenceNumber: sequence,
    acknowledgmentNumber: connection.rcv.nxt,
    flags:
      control | TcpFlag.ACK | (connection.ecn.echoesCongestion ? TcpFlag.ECE : 0) | (pointer > 0 ? TcpFlag.URG : 0),
    window,
    urgentPointer: pointer,
    options,
    ecn,
    payload,
  })
}

/** Sends an acknowledgment without data. */
export function sendAck(connection: Connection): void {
  sendSegment(connection, connection.snd.nxt, 0, NOTHING)
}

/** Answers an unacceptable segment with an acknowledgment, at most twice a second (RFC 5961 7), so that two ends that disagree can't loop forever. */
export function sendLimitedAck(connection: Connection): void {
  if (!isLimited(connection)) sendAck(connection)
}

/** Returns whether such an answer left just now; otherwise counts one as sent now. */
export function isLimited(connection: Connection): boolean {
  const { now, services } = connection
  if (now - connection.ack.lastOutOfWindowAt < services.settings.invalidSegmentInterval) return true
  connection.ack.lastOutOfWindowAt = now
  return false
}

/** Sends a challenge ACK (RFC 5961 3.2, 4.2, 5.2). */
export function sendChallengeAck(connection: Connection): void {
  connection.services.count('TCPChallengeACK')
  sendLimitedAck(connection)
}

/**
 * Asks for an acknowledgment by sending an old sequence number, which the peer must answer (RFC 9293 3.8.6.1, 3.8.4). Linux
 * sends no data with it.
 */
export function sendProbe(connection: Connection): void {
  sendSegment(connection, sequenceAdd(connection.snd.una, -1), 0, NOTHING)
}

/** Aborts: sends RST with the next sequence number (RFC 9293 3.10.5). */
export function sendReset(connection: Connection): void {
  connection.services.count('TcpOutRsts')
  emit(connection, {
    sequenceNumber: connection.snd.nxt,
    acknowledgmentNumber: connection.rcv.nxt,
    flags: TcpFlag.RST | TcpFlag.ACK,
    ecn: EcnCodepoint.NOT_CAPABLE,
    window: 0,
    options: connection.timestamps.on ? currentOptions(connection) : {},
    payload: NOTHING,
  })
}

/**
 * Returns the options of a SYN, or for a SYN-ACK only those that the peer's SYN offered (RFC 7323 2.2, 3.2; RFC 2018 2). In a
 * simultaneous open it repeats our SYN with everything it offered.
 */
function synOptions(connection: Connection, answer: boolean): SegmentOptions {
  const { settings } = connection.services
  const options: SegmentOptions = { mss: connection.rcv.advmss }
  const offers = !answer || connection.opensActively
  if (offers ? settings.sack : connection.sackOn) options.sackPermitted = true
  if (offers ? settings.timestamps : connection.timestamps.on) {
    options.timestamps = { value: timestampNow(connection), echoReply: connection.timestamps.recent }
  }
  if (offers ? settings.windowScaling : connection.windowScalingOn) {
    options.windowScale = offers ? wantedWindowScale(connection) : connection.rcv.wscale
  }
  return options
}

/** Begins an active open: SYN-SENT. */
export function sendSyn(connection: Connection): void {
  connection.opensActively = true
  openReceiveWindow(connection)
  expectSynAcknowledged(connection)
  transmitSyn(connection, false)
}

/** Answers a SYN: SYN-RECEIVED. */
export function sendSynAck(connection: Connection): void {
  if (connection.sent.length === 0) expectSynAcknowledged(connection)
  transmitSyn(connection, true)
}

/** Answers a SYN without keeping state (SYN cookies). `timestamp`: sent if the peer sends timestamps. */
export function sendStatelessSynAck(connection: Connection, timestamp: number): void {
  transmitSyn(connection, true, timestamp)
}

/** Notes that the SYN or SYN-ACK is in flight. */
export function expectSynAcknowledged(connection: Connection): void {
  const start = connection.snd.iss
  connection.snd.una = start
  connection.snd.nxt = sequenceAdd(start, 1)
  connection.snd.sml = start
  connection.snd.buffer.startAt(connection.snd.nxt)
  connection.sent.push(start, connection.snd.nxt, TcpFlag.SYN, connection.now)
  restartRetransmission(connection)
}

export function transmitSyn(connection: Connection, answer: boolean, timestamp?: number): void {
  connection.snd.synLastAt = connection.now
  const options = synOptions(connection, answer)
  if (timestamp !== undefined && options.timestamps !== undefined) options.timestamps.value = timestamp
  emit(connection, {
    sequenceNumber: connection.snd.iss,
    acknowledgmentNumber: answer ? connection.rcv.nxt : 0,
    flags: (answer ? TcpFlag.SYN | TcpFlag.ACK : TcpFlag.SYN) | ecnSetup(connection, answer),
    ecn: EcnCodepoint.NOT_CAPABLE,
    // The window of a SYN is never scaled (RFC 7323 2.2).
    window: Math.min(connection.rcv.wnd, 65_535),
    options,
    payload: NOTHING,
  })
}
