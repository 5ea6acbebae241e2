/**
 * RACK (RFC 8985 6): a segment is lost when one that was sent later has arrived and it has not, a reordering window later. As
 * Linux's tcp_recovery.c; the window is nothing while no reordering was ever seen and three segments arrived behind a gap.
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

/** A segment arrived for the first time as far as acknowledgments tell (RFC 8985 6.2 steps 1 and 2). */
export function noteDelivered(connection: Connection, segment: SentSegment): void {
  const { recovery } = connection
  const roundTrip = connection.now - segment.sentAt
  if (segment.transmissions > 1) {
    // What arrived may be the first transmission: then the second says nothing of the order in which segments arrive.
    if (echoesBefore(connection, segment.sentAt)) return
    if (roundTrip < connection.rtt.minRtt) return
  }
  recovery.hasNews = true
  recovery.roundTrip = roundTrip
  recovery.turn = Math.max(recovery.turn, segment.turn)
}

/**
 * A segment that was sent once arrived though others behind it had arrived before: the network reorders (RFC 8985 6.2 step 3). It
 * is then not by counting that losses are found.
 */
export function noteReordering(connection: Connection, start: SequenceNumber, highest: SequenceNumber): void {
  if (!sequenceBefore(start, highest)) return
  const { recovery } = connection
  const distance = Math.ceil(((highest - start) >>> 0) / fullSegmentSize(connection))
  recovery.reordering = Math.min(Math.max(recovery.reordering, distance), 300)
  recovery.reordSeen++
}

/** RFC 8985 6.2 step 4: each round in which the peer got something twice for our impatience makes us more patient. */
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

/** A recovery ended without a D-SACK that explains it. */
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

/** How much longer a segment may take; 0 or less: it is lost. */
export function patience(connection: Connection, segment: SentSegment, window: Nanoseconds): Nanoseconds {
  return connection.recovery.roundTrip + window - (connection.now - segment.sentAt)
}

/** Marks what is lost by now (RFC 8985 6.2 step 5). Returns how long to wait until all that may be lost is decided, or 0. */
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

/** After an acknowledgment: the same, and the timer for the rest. Returns whether that now runs. */
export function detectLossesNow(connection: Connection): boolean {
  if (!connection.recovery.hasNews) return false
  connection.recovery.hasNews = false
  const wait = detectLosses(connection)
  if (wait > 0) armReordering(connection, wait)
  return wait > 0
}
