/** Recovery after a retransmission timeout: everything counts as lost, unless F-RTO (RFC 5682) shows that the timeout was spurious. */
import type { Connection } from '../connection.ts'
import { sequenceAfter, sequenceBefore } from '../sequence.ts'
import type { AcknowledgmentNews } from './acknowledgment-news.ts'
import { patience } from './rack.ts'
import { beginUndo, currentThreshold, undoLoss, undoRecovery } from './undo.ts'

/** Extra sending allowed after an acknowledgment, besides what the window allows. */
export type Sending = 'nothing' | 'what is lost' | 'new data first'

export function afterTimeout(connection: Connection, news: AcknowledgmentNews): Sending {
  const { recovery, sent } = connection
  const recovered = !sequenceBefore(connection.snd.una, recovery.recover)
  if (news.advanced && undoLoss(connection, false)) return 'nothing'
  if (recovery.frto) {
    // RFC 5682 2.1 step 3b: not all is lost, so the timeout came too early.
    if (news.originalArrived && undoLoss(connection, true)) return 'nothing'
    if (sequenceAfter(connection.snd.nxt, recovery.recover)) {
      // Step 3a: the loss was real.
      if (news.newlySacked > 0 || news.duplicate) recovery.frto = false
    } else if (news.advanced && !recovered) {
      // Step 2b: new data, if there is any, shows which case it is.
      recovery.recover = connection.snd.nxt
      return 'new data first'
    }
  }
  if (recovered) {
    if (!undoRecovery(connection)) recovery.state = 'open'
    return 'nothing'
  }
  if (!connection.sackOn && news.advanced) sent.sackedCount = 0
  return 'what is lost'
}

/**
 * Starts recovery after a timeout: everything not known to have arrived is lost, unless sent only recently, and slow start
 * begins again (RFC 5681 3.1 equation 4, RFC 6675 5.1, RFC 8985 6.3).
 */
export function enterLoss(connection: Connection): void {
  const { congestion, recovery } = connection
  const fresh = recovery.state === 'open' || recovery.state === 'reduction'
  markLostByTimeout(connection)
  const newWindow = !sequenceAfter(recovery.recover, connection.snd.una)
  const again = recovery.state === 'loss' && connection.retry.count === 0
  if (recovery.state === 'open' || newWindow || again) {
    const threshold = currentThreshold(connection)
    recovery.priorCwnd = congestion.cwnd
    congestion.ssthresh = connection.congestionControl.thresholdAfterLoss(congestion)
    beginUndo(connection, threshold)
  }
  connection.congestionControl.onTimeout?.()
  congestion.cwnd = connection.sent.inFlight + 1
  recovery.state = 'loss'
  recovery.recover = connection.snd.nxt
  recovery.probeEnd = null
  connection.ecn.tellsReduction = connection.ecn.on
  recovery.frto = connection.services.settings.forwardRecovery && (fresh || connection.retry.count > 0)
}

function markLostByTimeout(connection: Connection): void {
  const { sent } = connection
  if (sent.head?.sacked === true) sent.forgetSacked()
  else if (!connection.sackOn) sent.sackedCount = 0
  for (let index = 0; index < sent.length; index++) {
    const segment = sent.at(index)!
    if (index > 0 && connection.sackOn && patience(connection, segment, 0) > 0) continue
    sent.markLost(segment)
  }
}
