/**
 * Tail loss probe (RFC 8985 7). When acknowledgments stop, it sends new data or the last segment again: the peer's SACK then
 * shows what is missing, and recovery need not wait for the retransmission timeout.
 */
import type { Connection } from '../connection.ts'
import { retransmit, sendNewForProbe } from '../output.ts'
import { rearmRetransmission, restartRetransmission } from '../retransmission-timer.ts'
import { fullSegmentSize } from '../segment-packet.ts'
import { sequenceAdd, sequenceAfter, sequenceBefore, sequenceDistance } from '../sequence.ts'
import type { AcknowledgmentNews } from './acknowledgment-news.ts'
import { beginReduction, endReduction } from './window-reduction.ts'

/** Handles the probe timer's expiry. */
export function sendLossProbe(connection: Connection): void {
  const { recovery, sent } = connection
  // At most one probe at a time.
  if (recovery.probeEnd !== null || sent.length === 0) {
    rearmRetransmission(connection)
    return
  }
  recovery.probeRetransmitted = !sendNewForProbe(connection)
  if (recovery.probeRetransmitted) repeatLast(connection)
  recovery.probeEnd = connection.snd.nxt
  connection.services.count('TCPLossProbes')
  restartRetransmission(connection)
}

function repeatLast(connection: Connection): void {
  const { sent } = connection
  const full = fullSegmentSize(connection)
  const { start, end } = sent.last!
  if (sequenceDistance(end, start) > full) sent.split(sent.length - 1, sequenceAdd(end, -full))
  retransmit(connection, sent.last!, sent.length - 1)
}

/** Decides whether the probe repaired a loss, which then counts as congestion (RFC 8985 7.4). */
export function judgeLossProbe(connection: Connection, news: AcknowledgmentNews): void {
  const { recovery, snd } = connection
  const { probeEnd } = recovery
  if (probeEnd === null || sequenceBefore(snd.una, probeEnd)) return
  if (!recovery.probeRetransmitted || news.probeDuplicated) recovery.probeEnd = null
  else if (sequenceAfter(snd.una, probeEnd)) {
    connection.services.count('TCPLossProbeRecovery')
    beginReduction(connection)
    recovery.state = 'reduction'
    endReduction(connection)
    recovery.state = 'open'
  } else if (!news.advanced && news.newlySacked === 0 && news.duplicate) recovery.probeEnd = null
}
