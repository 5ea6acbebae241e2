/**
 * Reverting the reaction to a loss that was none: by timestamps (Eifel, RFC 3522), by D-SACK (RFC 2883, RFC 3708), after a
 * timeout by F-RTO (RFC 5682). As in Linux's tcp_try_undo_….
 */

import type { SackBlock } from '../../../wire/index.ts'
import type { Connection } from '../connection.ts'
import { fullSegmentSize } from '../segment-packet.ts'
import { sequenceAfter } from '../sequence.ts'
import { echoesBefore } from '../timestamps.ts'
import { PERSISTENCE, relaxReorderingWindow } from './rack.ts'

/** Marks the start of a reduction that may be undone. `threshold`: the value to restore. */
export function beginUndo(connection: Connection, threshold: number): void {
  const { recovery, sent } = connection
  recovery.undoMarker = connection.snd.una
  const outstanding = sent.resentCount + (recovery.probeEnd !== null && recovery.probeRetransmitted ? 1 : 0)
  recovery.undoRetrans = outstanding === 0 ? null : outstanding
  recovery.priorSsthresh = threshold
}

/** Returns how far slow start may at least go after an undone reduction (Linux's tcp_current_ssthresh). */
export function currentThreshold({ congestion, recovery }: Connection): number {
  if (recovery.state === 'recovery' || recovery.state === 'reduction') return congestion.ssthresh
  return Math.max(congestion.ssthresh, (congestion.cwnd * 3) >> 2)
}

/** Handles a D-SACK: the peer received this twice, so a retransmission was needless (RFC 3708). */
export function countDuplicates(connection: Connection, block: SackBlock): void {
  const { recovery } = connection
  if (recovery.undoMarker === null || recovery.undoRetrans === null) return
  if (!sequenceAfter(block.right, recovery.undoMarker)) return
  const segments = Math.max(1, Math.ceil(((block.right - block.left) >>> 0) / fullSegmentSize(connection)))
  recovery.undoRetrans = Math.max(0, recovery.undoRetrans - segments)
}

/** Returns whether the echoed timestamp precedes the first retransmission: the first transmission arrived (RFC 3522 3.2). */
function isOnlyLate(connection: Connection): boolean {
  const { retransStamp } = connection.recovery
  return retransStamp !== null && echoesBefore(connection, retransStamp)
}

function mayUndo(connection: Connection): boolean {
  const { undoMarker, undoRetrans } = connection.recovery
  return undoMarker !== null && (undoRetrans === 0 || isOnlyLate(connection))
}

function undo(connection: Connection, unmark: boolean): void {
  const { recovery, congestion, sent } = connection
  if (unmark) sent.unmarkLost()
  if (recovery.priorSsthresh > 0) {
    congestion.cwnd = Math.max(congestion.cwnd, recovery.priorCwnd)
    congestion.ssthresh = Math.max(congestion.ssthresh, recovery.priorSsthresh)
  }
  recovery.undoMarker = null
  recovery.hasNews = true
}

/** Requires, without SACK, an acknowledgment above the recovery point: old duplicates would start a false recovery (RFC 6582 4.1). */
function mustStay(connection: Connection): boolean {
  return !connection.sackOn && connection.snd.una === connection.recovery.recover
}

/** Handles the acknowledgment of the whole recovery. Returns whether its state must stay for now. */
export function undoRecovery(connection: Connection): boolean {
  const { recovery } = connection
  if (mayUndo(connection)) {
    connection.services.count(recovery.state === 'loss' ? 'TCPLossUndo' : 'TCPFullUndo')
    undo(connection, false)
  } else relaxReorderingWindow(connection)
  return mustStay(connection)
}

/** Undoes the reduction if every retransmission since turned out to be needless. */
export function undoByDuplicates(connection: Connection): boolean {
  const { recovery } = connection
  if (recovery.undoMarker === null || recovery.undoRetrans !== 0) return false
  recovery.reoWndPersist = Math.min(PERSISTENCE, recovery.reoWndPersist + 1)
  connection.services.count('TCPDSACKUndo')
  undo(connection, false)
  return true
}

/** Tries to undo a timeout. `spurious`: F-RTO has proven it. Returns whether it did; the state is then open, unless it must stay. */
export function undoLoss(connection: Connection, spurious: boolean): boolean {
  if (!spurious && !mayUndo(connection)) return false
  connection.services.count(spurious ? 'TCPSpuriousRTOs' : 'TCPLossUndo')
  undo(connection, true)
  connection.retry.count = 0
  if (!mustStay(connection) && (spurious || connection.sackOn)) connection.recovery.state = 'open'
  return true
}

/** Handles a hole filled by a late segment, not by its retransmission. Returns whether this acknowledgment needs nothing more. */
export function undoPartially(connection: Connection): boolean {
  const { recovery, sent } = connection
  if (recovery.undoMarker === null || !isOnlyLate(connection)) return false
  recovery.reordSeen++
  // Other retransmissions are in flight: send new segments, but decide nothing yet.
  if (sent.resentCount > 0) return true
  recovery.retransStamp = null
  connection.services.count('TCPPartialUndo')
  undo(connection, true)
  recovery.state = 'open'
  return false
}
