/** RFC 7323: which timestamp is echoed, and protection against wrapped sequence numbers (PAWS). */
import type { Nanoseconds } from '../../clock.ts'
import type { Connection } from './connection.ts'
import { timestampNow } from './output.ts'
import type { Segment } from './segment.ts'
import { sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'

/** After so long without a segment the remembered timestamp may itself have wrapped (RFC 7323 5.5). */
const OUTDATED: Nanoseconds = 24 * 86_400 * 1_000_000_000

export function isPawsRejected(connection: Connection, segment: Segment): boolean {
  const { timestamps } = segment.options
  if (!connection.timestampsOn || timestamps === undefined) return false
  if (connection.now - connection.recentTimestampAt > OUTDATED) return false
  return sequenceBefore(timestamps.value, connection.recentTimestamp)
}

/** TS.Recent is taken from the segment that lies at the left edge of what was last acknowledged (RFC 7323 4.3). */
export function noteTimestamp(connection: Connection, segment: Segment): void {
  const { timestamps } = segment.options
  if (!connection.timestampsOn || timestamps === undefined) return
  if (sequenceAfter(segment.sequence, connection.rcvWup)) return
  connection.recentTimestamp = timestamps.value
  connection.recentTimestampAt = connection.now
}

/** Lets a full segment's echo measure the round trip at the receiver, for sizing its window. */
export function measureReceiver(connection: Connection, segment: Segment): void {
  const { timestamps } = segment.options
  if (!connection.timestampsOn || timestamps === undefined || timestamps.echoReply === 0) return
  if (segment.payload.length < connection.receivedMss) return
  const elapsed = sequenceDistance(timestampNow(connection), timestamps.echoReply)
  if (elapsed >= 0) connection.autotuning.measure(elapsed * 1_000_000)
}
