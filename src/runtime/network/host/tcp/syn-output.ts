/** SYN and SYN-ACK: what opens a connection (RFC 9293 3.5). */
import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { EcnCodepoint, ecnSetup } from './ecn.ts'
import { openReceiveWindow, wantedWindowScale } from './receive-window.ts'
import { restartRetransmission } from './retransmission-timer.ts'
import type { SegmentOptions } from './segment.ts'
import { emit, NOTHING, timestampNow } from './segment-output.ts'
import { sequenceAdd } from './sequence.ts'

/**
 * Options of a SYN; of a SYN-ACK, only those that the peer's SYN offered (RFC 7323 2.2, 3.2; RFC 2018 2). In a simultaneous open
 * it is our SYN again, with all that it offered.
 */
function synOptions(connection: Connection, answer: boolean): SegmentOptions {
  const { settings } = connection.services
  const options: SegmentOptions = { mss: connection.advmss }
  const offers = !answer || connection.opensActively
  if (offers ? settings.sack : connection.sackOn) options.sackPermitted = true
  if (offers ? settings.timestamps : connection.timestampsOn) {
    options.timestamps = { value: timestampNow(connection), echoReply: connection.tsRecent }
  }
  if (offers ? settings.windowScaling : connection.windowScalingOn) {
    options.windowScale = offers ? wantedWindowScale(connection) : connection.rcvWscale
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

/** Answers a SYN without keeping anything of it (SYN cookies). `timestamp`: sent if the peer sends timestamps. */
export function sendStatelessSynAck(connection: Connection, timestamp: number): void {
  transmitSyn(connection, true, timestamp)
}

/** The SYN or SYN-ACK is under way. */
export function expectSynAcknowledged(connection: Connection): void {
  const start = connection.iss
  connection.sndUna = start
  connection.sndNxt = sequenceAdd(start, 1)
  connection.sndSml = start
  connection.sendBuffer.startAt(connection.sndNxt)
  connection.sent.push(start, connection.sndNxt, TcpFlag.SYN, connection.now)
  restartRetransmission(connection)
}

export function transmitSyn(connection: Connection, answer: boolean, timestamp?: number): void {
  connection.synLastSentAt = connection.now
  const options = synOptions(connection, answer)
  if (timestamp !== undefined && options.timestamps !== undefined) options.timestamps.value = timestamp
  emit(connection, {
    sequenceNumber: connection.iss,
    acknowledgmentNumber: answer ? connection.rcvNxt : 0,
    flags: (answer ? TcpFlag.SYN | TcpFlag.ACK : TcpFlag.SYN) | ecnSetup(connection, answer),
    ecn: EcnCodepoint.NOT_CAPABLE,
    // The window of a SYN is never scaled (RFC 7323 2.2).
    window: Math.min(connection.rcvWnd, 65_535),
    options,
    payload: NOTHING,
  })
}
