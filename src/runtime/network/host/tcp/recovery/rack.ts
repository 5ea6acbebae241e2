/**
 * RACK (RFC 8985 6): a segment is lost if one sent later has arrived and the reordering window has passed. As in Linux's
 * tcp_recovery.c, the window is 0 while no reordering was ever seen and three segments arrived behind a gap.
 */
import type { Nanoseconds } from '../../../clock.ts'
import type { Connection } from '../connection.ts'
import type { SentSegment } from '../retransmission-queue.ts'
import { armReordering } from '../retransmission-timer.ts'
import { fullSegmentSize } from '../segment-packet.ts'
import { type SequenceNumber, sequenceBefore } from '../sequence.ts'
import { echoesBefore } from '../timestamps.ts'

const MOST_STEPS = 255
/** Recoveries without a D-SACK after which the window is small again (RFC 8985 6.2 step 4). */
export const PERSISTENCE = 16

/** Notes the first known arrival of a segment (RFC 8985 6.2 steps 1 and 2). */
export function noteDelivered(connection: Connection, segment: SentSegment): void {
  const { recovery } = connection
  const roundTrip = connection.now - segment.sentAt
  if (segment.transmissions > 1) {
    // The arrival may be of the first transmission: then the second says nothing about the order of arrival.
    if (echoesBefore(connection, segment.sentAt)) return
    if (roundTrip < connection.rtt.minRtt) return
  }
  recovery.hasNews = true
  recovery.roundTrip = roundTrip
  recovery.turn = Math.max(recovery.turn, segment.turn)
}

/**
 * Detects reordering: a segment sent once arrived after others behind it (RFC 8985 6.2 step 3). From then on, losses are not
 * detected by counting.
 */
export function noteReordering(connection: Connection, start: SequenceNumber, highest: SequenceNumber): void {
  if (!sequenceBefore(start, highest)) return
  const { recovery } = connection
  const distance = Math.ceil(((highest - start) >>> 0) / fullSegmentSize(connection))
  recovery.reordering = Math.min(Math.max(recovery.reordering, distance), 300)
  recovery.reordSeen++
}

/** Widens the window after each round in which our impatience made the peer receive something twice (RFC 8985 6.2 step 4). */
export function adaptReorderingWindow(connection: Connection, duplicateReported: boolean): void {
  const { recovery } = connection
  if (recovery.reorderingRound !== null && !sequenceBefore(connection.snd.una, recovery.reorderingRound)) {
    recovery.reorderingRound = null
  }
  if (!duplicateReported || recovery.reorderingRound !== null) return
  recovery.reorderingRound = connection.snd.nxt
  recovery.reoWndSteps = Math.min(recovery.reoWndSteps + 1, MOST_STEPS)
  recovery.reoWndPersist = PERSISTENCE
}

/** Counts a recovery that ended without a D-SACK to explain it. */
export function relaxReorderingWindow(connection: Connection): void {
  const { recovery } = connection
  if (recovery.reoWndPersist > 0 && --recovery.reoWndPersist === 0) recovery.reoWndSteps = 1
}

function reorderingWindow(connection: Connection): Nanoseconds {
  const { recovery, rtt, sent } = connection
  if (recovery.reordSeen === 0) {
    if (recovery.state === 'recovery' || recovery.state === 'loss') return 0
    if (sent.sackedCount >= recovery.reordering) return 0
  }
  return Math.min(Math.floor(rtt.minRtt / 4) * recovery.reoWndSteps, rtt.srtt ?? 0)
}

/** Returns how much longer a segment may take; 0 or less: it is lost. */
export function patience(connection: Connection, segment: SentSegment, window: Nanoseconds): Nanoseconds {
  return connection.recovery.roundTrip + window - (connection.now - segment.sentAt)
}

/** Marks segments that are lost by now (RFC 8985 6.2 step 5). Returns the wait until all others are decided, or 0. */
export function detectLosses(connection: Connection): Nanoseconds {
  const { recovery, sent } = connection
  const window = reorderingWindow(connection)
  let wait = 0
  for (let segment = sent.oldest; segment !== null; segment = segment.newer) {
    if (segment.lost && !segment.resent) continue
    if (segment.turn > recovery.turn) break
    const remaining = patience(connection, segment, window)
    if (remaining <= 0) sent.markLost(segment)
    else wait = Math.max(wait, remaining)
  }
  return wait
}

/** Does the same after an acknowledgment, and arms the timer for the rest. Returns whether it now runs. */
export function detectLossesNow(connection: Connection): boolean {
  if (!connection.recovery.hasNews) return false
  connection.recovery.hasNews = false
  const wait = detectLosses(connection)
  if (wait > 0) armReordering(connection, wait)
  return wait > 0
}
