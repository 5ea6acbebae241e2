/**
 * Explicit congestion notification (RFC 3168): the network marks packets instead of dropping them, and the receiver echoes the
 * mark in ECE until the sender reports with CWR that it has slowed down. `recovery` does the slowing down.
 */
import { TcpFlag } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { enterQuickAcks } from './delayed-ack.ts'
import { hasFlag, type Segment } from './segment.ts'

const { ACK, CWR, ECE, SYN } = TcpFlag

/** The ECN field of IP (RFC 3168 5). */
export const EcnCodepoint = { NOT_CAPABLE: 0, CAPABLE: 2, CONGESTION: 3 } as const

/** Flags of our SYN or SYN-ACK (RFC 3168 6.1.1). */
export function ecnSetup(connection: Connection, answer: boolean): number {
  if (answer) return connection.ecn.on ? ECE : 0
  // A lost SYN may have been dropped for these flags (6.1.1.1).
  const wants = connection.services.settings.ecn === 1 && connection.stats.totalRetrans === 0
  return wants ? ECE | CWR : 0
}

/** Reads from the peer's SYN or SYN-ACK whether it agrees to ECN. */
export function agreeOnEcn(connection: Connection, segment: Segment): void {
  const { ecn } = connection.services.settings
  const flags = segment.flags & (ECE | CWR)
  connection.ecn.on = hasFlag(segment, ACK) ? ecn === 1 && flags === ECE : ecn !== 0 && flags === (ECE | CWR)
}

/** Notes the network's mark and the peer's CWR of an arriving segment, with or without text (RFC 3168 6.1.3). */
export function noteMark(connection: Connection, segment: Segment): void {
  if (!connection.ecn.on) return
  if (segment.ecn !== EcnCodepoint.NOT_CAPABLE) connection.ecn.seen = true
  if (hasFlag(segment, CWR)) {
    connection.ecn.echoesCongestion = false
    if (segment.payload.length > 0) connection.ack.quick = Math.max(connection.ack.quick, 1)
  }
  if (segment.ecn !== EcnCodepoint.CONGESTION || connection.ecn.echoesCongestion) return
  connection.services.count('TCPECNMarked')
  enterQuickAcks(connection)
  connection.ecn.echoesCongestion = true
}

/** Returns whether an acknowledgment reports congestion on the way to the peer (RFC 3168 6.1.2). */
export function isCongestionEcho(connection: Connection, segment: Segment): boolean {
  return connection.ecn.on && hasFlag(segment, ECE) && !hasFlag(segment, SYN)
}
