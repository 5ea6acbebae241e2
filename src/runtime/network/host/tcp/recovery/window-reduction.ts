/** Proportional rate reduction (RFC 6937): during recovery as many segments leave as arrive, down to the new threshold. */
import type { Connection } from '../connection.ts'

/** Notes the window to reduce, and asks the congestion control for the new threshold. */
export function beginReduction(connection: Connection): void {
  const { recovery, congestion } = connection
  recovery.recover = connection.snd.nxt
  recovery.probeEnd = null
  recovery.priorCwnd = congestion.cwnd
  recovery.prrDelivered = 0
  recovery.prrOut = 0
  connection.ecn.tellsReduction = connection.ecn.on
  congestion.ssthresh = connection.congestionControl.thresholdAfterLoss(congestion)
}

export function isReducing({ recovery }: Connection): boolean {
  return recovery.state === 'recovery' || recovery.state === 'reduction'
}

/** Applies the slow start reduction bound of section 3; `lost`: this acknowledgment revealed further losses. */
export function reduceWindow(connection: Connection, delivered: number, advanced: boolean, lost: boolean): void {
  const { congestion, sent, recovery } = connection
  if (delivered === 0 && recovery.prrOut > 0) return
  recovery.prrDelivered += delivered
  const missing = congestion.ssthresh - sent.inFlight
  let quota: number
  if (missing < 0) {
    const share = congestion.ssthresh * recovery.prrDelivered
    quota = Math.ceil(share / recovery.priorCwnd) - recovery.prrOut
  } else {
    const bound = Math.max(recovery.prrDelivered - recovery.prrOut, delivered)
    quota = Math.min(missing, bound + (advanced && !lost ? 1 : 0))
  }
  // The first retransmission always leaves.
  quota = Math.max(quota, recovery.prrOut > 0 ? 0 : 1)
  congestion.cwnd = sent.inFlight + quota
}

/** Sets the window to the threshold, unless the reduction was undone meanwhile. */
export function endReduction(connection: Connection): void {
  const { recovery, congestion } = connection
  if (recovery.state === 'reduction' || recovery.undoMarker !== null) congestion.cwnd = congestion.ssthresh
}
