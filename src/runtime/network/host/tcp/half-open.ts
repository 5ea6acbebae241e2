/** Segments for a listener's connection whose handshake is not complete (Linux's request sockets). */
import { Errno } from '../../errno.ts'
import { TcpFlag } from '../../wire/index.ts'
import { endConnection } from './closing.ts'
import type { Connection } from './connection.ts'
import { hasFlag, type Segment, segmentLength } from './segment.ts'
import { isLimited, sendAck, sendSynAck } from './segment-output.ts'
import { sequenceAdd, sequenceAfter, sequenceBefore } from './sequence.ts'
import { isPawsRejected, timestampAt } from './timestamps.ts'

const { ACK, FIN, RST, SYN } = TcpFlag

/** Processes a segment for a half-open connection: only the right acknowledgment passes (Linux's tcp_check_req). */
export function mayComplete(connection: Connection, segment: Segment): boolean {
  const isReset = hasFlag(segment, RST)
  const isPawsFailure = isPawsRejected(connection, segment)
  const isFirst = segment.sequenceNumber === connection.rcv.irs
  if (isFirst && (segment.flags & (SYN | ACK | RST | FIN)) === SYN && !isPawsFailure) {
    if (!isLimited(connection)) sendSynAck(connection)
    return false
  }
  if (hasFlag(segment, ACK) && segment.acknowledgmentNumber !== connection.snd.nxt) {
    if (!isReset) connection.services.refuse(connection, segment)
    return false
  }
  if (isPawsFailure || echoesOther(connection, segment) || !isInOfferedWindow(connection, segment)) {
    if (isPawsFailure) connection.services.count('PAWSEstab')
    const hasText = segmentLength(segment) > 0 && !hasFlag(segment, SYN)
    if (!isReset && (hasText || !isLimited(connection))) sendAck(connection)
    return false
  }
  if (isReset || (hasFlag(segment, SYN) && !isFirst)) {
    if (!isReset) connection.services.refuse(connection, segment)
    connection.services.count('TcpAttemptFails')
    endConnection(connection, Errno.ECONNRESET)
    return false
  }
  return hasFlag(segment, ACK)
}

/** Returns whether it echoes none of our SYN-ACKs (Linux's tsecr_reject). */
function echoesOther(connection: Connection, { options: { timestamps } }: Segment): boolean {
  if (!connection.timestamps.on || timestamps === undefined || timestamps.echoReply === 0) return false
  // For a SYN cookie, the returning segment is all we know.
  if (connection.stats.segsOut === 0) return false
  const { echoReply } = timestamps
  const [first, last] = [
    timestampAt(connection, connection.snd.synAt),
    timestampAt(connection, connection.snd.synLastAt),
  ]
  return sequenceBefore(echoReply, first) || sequenceAfter(echoReply, last)
}

/** Linux's tcp_in_window. */
function isInOfferedWindow({ rcv }: Connection, segment: Segment): boolean {
  const { sequenceNumber } = segment
  const end = sequenceAdd(sequenceNumber, segmentLength(segment))
  const windowEnd = sequenceAdd(rcv.nxt, Math.min(rcv.wnd, 65_535))
  if (sequenceNumber === rcv.nxt || (sequenceNumber === windowEnd && end === sequenceNumber)) return true
  return sequenceAfter(end, rcv.nxt) && sequenceBefore(sequenceNumber, windowEnd)
}
