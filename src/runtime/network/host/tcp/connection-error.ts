import type { DeliveryError } from '../ip/index.ts'
import { endConnection } from './closing.ts'
import type { Connection } from './connection.ts'
import { retransmitLost } from './recovery/index.ts'
import { fullSegmentSize, pathSegmentSize } from './segment-packet.ts'
import { sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'

/**
 * Handles an ICMP error about one of our segments (RFC 9293 3.9.2.2, RFC 5927). It ends an attempt to connect; an open
 * connection only remembers it, in case it then times out. An error that quotes something we never sent is forged.
 */
export function takeConnectionError(connection: Connection, error: DeliveryError, sequence: number): void {
  if (sequenceBefore(sequence, connection.snd.una) || sequenceAfter(sequence, connection.snd.nxt)) return
  if (error.mtu !== null) {
    if (connection.discoversMtu) reducePathMss(connection)
    return
  }
  if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') {
    connection.services.count('TcpAttemptFails')
    endConnection(connection, error.errno)
    connection.settle()
  } else if (connection.reportsErrors) {
    connection.error = error.errno
    connection.touch()
    connection.settle()
  } else connection.softError = error.errno
}

/**
 * Lowers the segment size (RFC 1191, RFC 8201) and retransmits oversized segments in smaller pieces. The congestion window
 * stays: nothing was lost to congestion (Linux's tcp_simple_retransmit).
 */
function reducePathMss(connection: Connection): void {
  const mss = pathSegmentSize(connection)
  if (mss >= connection.snd.pathMss) return
  connection.snd.pathMss = mss
  const full = fullSegmentSize(connection)
  for (let index = 0; index < connection.sent.length; index++) {
    const segment = connection.sent.at(index)!
    if (sequenceDistance(segment.end, segment.start) > full) connection.sent.markLost(segment)
  }
  retransmitLost(connection)
}
