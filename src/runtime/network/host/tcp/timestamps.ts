/** Timestamps (RFC 7323): which one is echoed, and protection against wrapped sequence numbers (PAWS). */
import { MILLISECOND, type Nanoseconds, SECOND } from '../../clock.ts'
import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { type Segment, segmentLength } from './segment.ts'
import { sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'

/** One tick back does not mean that a timestamp has wrapped (Linux's TCP_PAWS_WINDOW). */
const PAWS_WINDOW = 1
/** After this long without a segment the remembered timestamp may itself have wrapped (RFC 7323 5.5). */
const OUTDATED: Nanoseconds = 24 * 86_400 * SECOND

/** Our timestamp clock: milliseconds from a random start (RFC 7323 5.4), as on Linux. */
export function timestampAt(connection: Connection, time: Nanoseconds): number {
  return (Math.floor(time / MILLISECOND) + connection.timestamps.offset) >>> 0
}

/** Returns whether the last acknowledgment echoed one of our timestamps from before `time`: it answers something sent earlier. */
export function echoesBefore(connection: Connection, time: Nanoseconds): boolean {
  const { echoed } = connection.timestamps
  return echoed !== 0 && sequenceBefore(echoed, timestampAt(connection, time))
}

export function isPawsRejected(connection: Connection, segment: Segment): boolean {
  const { timestamps } = segment.options
  if (!connection.timestamps.on || timestamps === undefined) return false
  if (connection.now - connection.timestamps.recentAt > OUTDATED || connection.timestamps.recent === 0) return false
  return sequenceDistance(connection.timestamps.recent, timestamps.value) > PAWS_WINDOW
}

/**
 * Classifies an acknowledgment without text that PAWS rejects (Linux's tcp_disordered_ack_check). 'old': from before what
 * arrived, not answered. 'doubled': the network duplicated or delayed it; it is processed as any other. null: neither.
 */
export function pawsException(connection: Connection, segment: Segment): 'old' | 'doubled' | null {
  const { sequenceNumber, acknowledgmentNumber, flags } = segment
  const { rcv, snd } = connection
  if ((flags & TcpFlag.ACK) === 0 || segmentLength(segment) > 0) return null
  if (sequenceNumber !== rcv.nxt) return sequenceBefore(sequenceNumber, rcv.nxt) ? 'old' : null
  const window = segment.window << snd.wscale
  const updatesWindow = sequenceAfter(sequenceNumber, snd.wl1) || window > snd.wnd
  if (acknowledgmentNumber !== snd.una || updatesWindow) return null
  const age = sequenceDistance(connection.timestamps.recent, segment.options.timestamps!.value)
  return age * MILLISECOND > 1.2 * connection.rtt.rto ? null : 'doubled'
}

/** Takes TS.Recent from the segment at the left edge of the last acknowledgment (RFC 7323 4.3). */
export function noteTimestamp(connection: Connection, segment: Segment): void {
  const { timestamps } = segment.options
  if (!connection.timestamps.on || timestamps === undefined) return
  if (sequenceAfter(segment.sequenceNumber, connection.rcv.wup)) return
  connection.timestamps.recent = timestamps.value
  connection.timestamps.recentAt = connection.now
}

/** Measures the receiver's round trip from a full segment's echo, for sizing its window (Linux's tcp_rcv_rtt_measure_ts). */
export function measureReceiver(connection: Connection, segment: Segment): void {
  const { timestamps } = segment.options
  if (!connection.timestamps.on || timestamps === undefined) return
  const { echoReply } = timestamps
  if (echoReply === connection.rcv.autotuning.lastEcho) return
  connection.rcv.autotuning.lastEcho = echoReply
  if (segment.payload.length < connection.rcv.mss) return
  const elapsed = sequenceDistance(timestampAt(connection, connection.now), echoReply)
  // Below a tick of the timestamp clock there is nothing to measure.
  if (elapsed > 0) connection.rcv.autotuning.measure(elapsed * MILLISECOND, connection.rcv.buffer.unread === 0)
}
