import { IcmpCode, IcmpType } from '../../wire/index.ts'
import { icmpErrno } from '../icmp-errno.ts'
import { endConnection } from './closing.ts'
import type { Connection } from './connection.ts'
import { retransmitLost } from './recovery/index.ts'
import { fullSegmentSize, HEADERS } from './segment-size.ts'
import { sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'

/**
 * An ICMP error about a segment of ours (RFC 9293 3.9.2.2, RFC 5927): it ends an attempt to connect; of a connection it is only
 * remembered, in case the connection then times out. One that quotes what we never sent is forged.
 */
export function takeConnectionError(
  connection: Connection,
  type: number,
  code: number,
  nextHopMtu: number,
  sequence: number,
): void {
  if (sequenceBefore(sequence, connection.sndUna) || sequenceAfter(sequence, connection.sndNxt)) return
  if (type === IcmpType.DESTINATION_UNREACHABLE && code === IcmpCode.FRAGMENTATION_NEEDED) {
    reducePathMss(connection, nextHopMtu)
    return
  }
  const error = icmpErrno(type, code)
  if (error === null) return
  if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') {
    connection.services.count('AttemptFails')
    endConnection(connection, error.errno)
    connection.settle()
  } else connection.softError = error.errno
}

/**
 * RFC 1191: smaller segments from now on, and what was too large is sent again in smaller pieces, without touching the congestion
 * window: nothing was lost to congestion (Linux's tcp_simple_retransmit). 552 is Linux's smallest path MTU.
 */
function reducePathMss(connection: Connection, nextHopMtu: number): void {
  const mss = Math.max(nextHopMtu, 552) - HEADERS
  if (mss >= connection.pathMss) return
  connection.pathMss = mss
  const full = fullSegmentSize(connection)
  for (let index = 0; index < connection.sent.length; index++) {
    const segment = connection.sent.at(index)!
    if (sequenceDistance(segment.end, segment.start) > full) connection.sent.markLost(segment)
  }
  retransmitLost(connection)
}
