/**
 * States of loss recovery, after Linux's tcp_fastretrans_alert: fast recovery with SACK, where RACK detects the losses (RFC
 * 6675, RFC 8985), or without (NewReno, RFC 6582), and after a timeout recovery by scoreboard, with F-RTO (RFC 5682).
 */
import type { Connection } from '../connection.ts'
import { sendPending } from '../output.ts'
import { expectAcknowledgment, expectReneging, rearmRetransmission } from '../retransmission-timer.ts'
import { sequenceAfter, sequenceBefore } from '../sequence.ts'
import type { AcknowledgmentNews } from './acknowledgment-news.ts'
import { judgeLossProbe } from './loss-probe.ts'
import { adaptReorderingWindow, detectLosses, detectLossesNow } from './rack.ts'
import { retransmitLost } from './retransmit-lost.ts'
import { afterTimeout, type Sending } from './timeout-recovery.ts'
import { beginUndo, currentThreshold, undoByDuplicates, undoPartially, undoRecovery } from './undo.ts'
import { beginReduction, endReduction, isReducing, reduceWindow } from './window-reduction.ts'

/** Reacts to an acknowledgment: detects losses, enters and leaves recovery, sets the window and the timer, retransmits. */
export function recover(connection: Connection, news: AcknowledgmentNews): void {
  const { sent, recovery } = connection
  const lossesBefore = sent.lossesMarked
  adaptReorderingWindow(connection, news.duplicateReported)
  judgeLossProbe(connection, news)
  const delivered = countDelivered(connection, news)
  connection.stats.delivered += delivered
  if (news.congestion) connection.stats.deliveredCe += delivered
  const sending = isDubious(connection, news) ? judge(connection, news) : 'nothing'
  if (news.restartsTimer) expectAcknowledgment(connection, true)
  if (isReducing(connection)) {
    reduceWindow(connection, delivered, news.advanced, sent.lossesMarked > lossesBefore)
  } else if (delivered > 0 && news.advanced && isWindowLimited(connection)) {
    connection.congestionControl.onAcknowledgement(connection.congestion, delivered, connection)
  }
  if (sending === 'nothing') return
  if (sending === 'new data first') {
    sendPending(connection)
    if (sequenceAfter(connection.snd.nxt, recovery.recover)) return
    recovery.frto = false
  }
  retransmitLost(connection)
}

function isDubious({ recovery, sent }: Connection, news: AcknowledgmentNews): boolean {
  if (recovery.state !== 'open' || sent.lostCount > 0) return true
  return sent.sackedCount > 0 || news.newlySacked > 0 || news.duplicate || news.duplicateReported || news.congestion
}

/** Returns whether the window limits us: in slow start, half of it in use is enough, which allows for bursts (Linux's tcp_is_cwnd_limited). */
function isWindowLimited({ congestion, isCwndLimited, maxPacketsOut }: Connection): boolean {
  if (isCwndLimited) return true
  return congestion.cwnd < congestion.ssthresh && congestion.cwnd < 2 * maxPacketsOut
}

/**
 * Counts segments that left the network. Without SACK each duplicate acknowledgment counts as one that arrived out of order,
 * and an advance subtracts them again (Linux's tcp_add_reno_sack and tcp_remove_reno_sacks).
 */
function countDelivered(connection: Connection, news: AcknowledgmentNews): number {
  const { sent } = connection
  if (connection.sackOn) return news.acknowledged - news.knownBefore + news.newlySacked
  if (news.advanced) {
    const emulated = sent.sackedCount
    sent.sackedCount = Math.min(
      Math.max(0, emulated - Math.max(0, news.acknowledged - 1)),
      sent.length - sent.lostCount,
    )
    return news.acknowledged === 0 ? 0 : Math.max(news.acknowledged - emulated, 1)
  }
  if (!news.duplicate || sent.sackedCount + sent.lostCount >= sent.length) return 0
  sent.sackedCount++
  return 1
}

function judge(connection: Connection, news: AcknowledgmentNews): Sending {
  const { recovery } = connection
  if (news.congestion) recovery.priorSsthresh = 0
  if (news.advanced && connection.sackOn && connection.sent.head?.sacked) {
    expectReneging(connection)
    news.restartsTimer = false
    return 'nothing'
  }
  if (recovery.state === 'open') recovery.retransStamp = null
  else if (!sequenceBefore(connection.snd.una, recovery.recover) && leave(connection)) return 'nothing'
  switch (recovery.state) {
    case 'recovery':
      return continueRecovery(connection, news)
    case 'loss':
      return continueLoss(connection, news)
    default:
      return watch(connection, news)
  }
}

/** Handles the acknowledgment of everything in flight when recovery began. Returns whether the state stays anyway. */
function leave(connection: Connection): boolean {
  const { recovery } = connection
  if (recovery.state === 'reduction') {
    // Something sent after the reduction, with CWR, must arrive too.
    if (connection.snd.una === recovery.recover) return false
    endReduction(connection)
    recovery.state = 'open'
  } else if (recovery.state === 'recovery') {
    if (!connection.sackOn) connection.sent.sackedCount = 0
    if (undoRecovery(connection)) return true
    endReduction(connection)
    recovery.state = 'open'
  }
  return false
}

/** Handles an acknowledgment while no loss is known, or during a reduction for another reason. */
function watch(connection: Connection, news: AcknowledgmentNews): Sending {
  const { recovery, sent } = connection
  if (!connection.sackOn && news.advanced) sent.sackedCount = 0
  if (recovery.state === 'open') undoByDuplicates(connection)
  findLosses(connection, news)
  if (sent.lostCount === 0) {
    if (news.congestion) reduceForCongestion(connection)
    return 'nothing'
  }
  enterRecovery(connection, news.congestion)
  return 'what is lost'
}

function continueRecovery(connection: Connection, news: AcknowledgmentNews): Sending {
  const { recovery, sent } = connection
  if (news.advanced && undoPartially(connection)) return 'nothing'
  if (recovery.state === 'recovery' && undoByDuplicates(connection)) recovery.state = 'open'
  findLosses(connection, news)
  if (recovery.state !== 'recovery') {
    if (sent.lostCount === 0) return 'nothing'
    // The undone reduction is over; this is another loss.
    enterRecovery(connection, news.congestion)
  }
  return 'what is lost'
}

/** Handles an acknowledgment after a timeout (Linux's tcp_process_loss). */
function continueLoss(connection: Connection, news: AcknowledgmentNews): Sending {
  const { recovery, sent } = connection
  const sending = afterTimeout(connection, news)
  const resent = sent.resentCount
  findLosses(connection, news)
  const again = sent.resentCount < resent
  if (recovery.state !== 'open' && !again) return sending
  if (sent.lostCount === 0) return sending
  enterRecovery(connection, news.congestion)
  return 'what is lost'
}

/** Marks losses: with SACK by RACK; without, the head after DupThresh duplicates (RFC 5681), then one per partial acknowledgment (RFC 6582). */
function findLosses(connection: Connection, news: AcknowledgmentNews): void {
  const { sent, recovery } = connection
  const { head } = sent
  if (head === undefined) return
  if (connection.sackOn) {
    // RACK now uses the timer.
    if (detectLossesNow(connection)) news.restartsTimer = false
  } else if (recovery.state === 'recovery') {
    if (news.advanced) sent.markLost(head)
  } else if (recovery.state !== 'loss' && sent.sackedCount >= recovery.reordering) sent.markLost(head)
}

function enterRecovery(connection: Connection, congestion: boolean): void {
  const { recovery } = connection
  recovery.priorSsthresh = 0
  if (connection.sent.resentCount === 0) recovery.retransStamp = null
  beginUndo(connection, 0)
  if (!isReducing(connection)) {
    const threshold = congestion ? 0 : currentThreshold(connection)
    beginReduction(connection)
    recovery.priorSsthresh = threshold
  }
  recovery.state = 'recovery'
}

/** Reacts to a congestion mark instead of a drop (RFC 3168 6.1.2): the same reduction, without a retransmission. */
function reduceForCongestion(connection: Connection): void {
  const { recovery } = connection
  if (isReducing(connection)) return
  recovery.priorSsthresh = 0
  recovery.undoMarker = null
  connection.services.count('TCPECNEchoed')
  beginReduction(connection)
  recovery.state = 'reduction'
}

/** Handles the reordering timer's expiry: segments that might only have been late are lost (RFC 8985 6.3). */
export function enterRecoveryByTime(connection: Connection): void {
  const { sent, recovery } = connection
  const before = sent.inFlight
  detectLosses(connection)
  if (sent.inFlight !== before) {
    if (recovery.state !== 'recovery') {
      enterRecovery(connection, false)
      reduceWindow(connection, 1, false, false)
    }
    retransmitLost(connection)
  }
  rearmRetransmission(connection)
}
