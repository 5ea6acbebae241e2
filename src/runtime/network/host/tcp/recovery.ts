/**
 * Loss recovery: fast retransmit and fast recovery with SACK (RFC 6675) or without (NewReno, RFC 6582), after a timeout go-back
 * by scoreboard, and in recovery the window by proportional rate reduction (RFC 6937), as Linux without RACK.
 */
import type { Connection } from './connection.ts'
import { retransmit } from './output.ts'
import { sequenceAfter, sequenceBefore } from './sequence.ts'

/** DupThresh of RFC 6675, RFC 5681's three duplicate acknowledgments. */
const DUPLICATE_THRESHOLD = 3

/** What an acknowledgment told. Counts are of segments. */
export interface AcknowledgmentNews {
  /** Taken off the retransmission queue. */
  acknowledged: number
  /** Of these, those that SACK had already reported. */
  knownBefore: number
  newlySacked: number
  /** It repeats the last one, with segments under way and nothing else to say (RFC 5681 2). */
  duplicate: boolean
}

/** Follows an acknowledgment: finds losses, enters and leaves recovery, sets the window. Sends what is to be sent again. */
export function recover(connection: Connection, news: AcknowledgmentNews): void {
  const delivered = countDelivered(connection, news)
  const advanced = news.acknowledged > 0
  if (connection.recoveryState !== 'open' && isRecovered(connection)) endRecovery(connection)
  if (connection.recoveryState === 'open' && shouldFastRetransmit(connection)) enterRecovery(connection)
  if (connection.recoveryState === 'recovery') {
    markLost(connection, advanced)
    reduceWindow(connection, delivered, advanced)
  } else if (delivered > 0 && advanced && isWindowLimited(connection)) {
    connection.congestionControl.onAcknowledgement(connection.congestion, delivered)
  }
  retransmitLost(connection)
}

/** Linux's tcp_is_cwnd_limited: in slow start also when half of the window was in use, which allows for bursts. */
function isWindowLimited({ congestion, windowLimited, maximumOut }: Connection): boolean {
  if (windowLimited) return true
  return congestion.window < congestion.slowStartThreshold && congestion.window < 2 * maximumOut
}

/**
 * Segments that left the network. Without SACK each duplicate acknowledgment stands for one that arrived out of order, and an
 * advance takes them back (Linux's tcp_add_reno_sack and tcp_remove_reno_sacks).
 */
function countDelivered(connection: Connection, news: AcknowledgmentNews): number {
  const { sent } = connection
  if (connection.sackOn) return news.acknowledged - news.knownBefore + news.newlySacked
  if (news.acknowledged > 0) {
    const emulated = sent.sackedCount
    sent.sackedCount = Math.min(Math.max(0, emulated - (news.acknowledged - 1)), sent.length - sent.lostCount)
    return Math.max(news.acknowledged - emulated, 1)
  }
  if (!news.duplicate || sent.sackedCount + sent.lostCount >= sent.length) return 0
  sent.sackedCount++
  return 1
}

/** RFC 6582 3.2 step 3 and 4.1: without SACK one more segment must be acknowledged, or old duplicates start a false recovery. */
function isRecovered(connection: Connection): boolean {
  if (connection.sackOn || connection.sent.length === 0)
    return !sequenceBefore(connection.sndUna, connection.recoveryPoint)
  return sequenceAfter(connection.sndUna, connection.recoveryPoint)
}

function endRecovery(connection: Connection): void {
  const { congestion } = connection
  if (connection.recoveryState === 'recovery') congestion.window = congestion.slowStartThreshold
  if (!connection.sackOn) connection.sent.sackedCount = 0
  connection.recoveryState = 'open'
}

function shouldFastRetransmit(connection: Connection): boolean {
  return connection.sent.sackedCount >= DUPLICATE_THRESHOLD && connection.sent.head?.sacked === false
}

function enterRecovery(connection: Connection): void {
  connection.recoveryState = 'recovery'
  connection.recoveryPoint = connection.sndNxt
  connection.priorWindow = connection.congestion.window
  connection.deliveredInRecovery = 0
  connection.sentInRecovery = 0
  connection.congestion.slowStartThreshold = connection.congestionControl.thresholdAfterLoss(connection.congestion)
  const { head } = connection.sent
  if (head !== undefined) connection.sent.markLost(head)
}

/** SACK: what has DupThresh reported segments above it is lost (RFC 6675 IsLost). NewReno: each partial acknowledgment shows one loss. */
function markLost(connection: Connection, advanced: boolean): void {
  const { sent } = connection
  if (!connection.sackOn) {
    if (advanced && sent.head !== undefined) sent.markLost(sent.head)
    return
  }
  let above = sent.sackedCount
  for (let index = 0; above >= DUPLICATE_THRESHOLD && index < sent.length; index++) {
    const segment = sent.at(index)!
    if (segment.sacked) above--
    else sent.markLost(segment)
  }
}

/** RFC 6937 3, with its slow start reduction bound: as many leave as were delivered, down to the threshold. */
function reduceWindow(connection: Connection, delivered: number, advanced: boolean): void {
  const { congestion, sent } = connection
  if (delivered === 0 && connection.sentInRecovery > 0) return
  connection.deliveredInRecovery += delivered
  const missing = congestion.slowStartThreshold - sent.inFlight
  let quota: number
  if (missing < 0) {
    const share = congestion.slowStartThreshold * connection.deliveredInRecovery
    quota = Math.ceil(share / connection.priorWindow) - connection.sentInRecovery
  } else {
    const bound = Math.max(connection.deliveredInRecovery - connection.sentInRecovery, delivered)
    quota = Math.min(missing, bound + (advanced ? 1 : 0))
  }
  // The first retransmission leaves in any case.
  quota = Math.max(quota, connection.sentInRecovery > 0 ? 0 : 1)
  congestion.window = sent.inFlight + quota
}

/** After a timeout: everything not known to have arrived is lost, and slow start begins anew (RFC 5681 3.1 equation 4, RFC 6675 5.1). */
export function enterLoss(connection: Connection): void {
  const { congestion, sent } = connection
  const first = connection.recoveryState !== 'loss' || connection.retransmissionsInRow === 0
  if (connection.recoveryState === 'open' || first) {
    congestion.slowStartThreshold = connection.congestionControl.thresholdAfterLoss(congestion)
  }
  if (!connection.sackOn) sent.sackedCount = 0
  sent.markAllLost()
  congestion.window = sent.inFlight + 1
  connection.recoveryState = 'loss'
  connection.recoveryPoint = connection.sndNxt
}

/** Sends lost segments again as far as the window allows. */
export function retransmitLost(connection: Connection): void {
  const { sent, congestion } = connection
  for (let index = 0; index < sent.length && sent.lostCount > sent.resentCount; index++) {
    if (sent.inFlight >= congestion.window) return
    const segment = sent.at(index)!
    if (!segment.lost || segment.resent) continue
    connection.sentInRecovery++
    retransmit(connection, segment, index)
    if (index === 0) connection.retransmissionTimer.arm(connection.rtt.timeout)
  }
}
