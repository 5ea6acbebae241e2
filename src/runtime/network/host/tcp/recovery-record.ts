import type { Nanoseconds } from '../../clock.ts'
import type { SequenceNumber } from './sequence.ts'

/** State of the sender's loss recovery (Linux's `tcp_ca_state`); Linux's "disorder" is open with SACKed segments. */
export type RecoveryState = 'open' | 'reduction' | 'recovery' | 'loss'

/** Loss state of a connection. */
export class RecoveryRecord {
  state: RecoveryState = 'open'
  /** SND.NXT when recovery began: it ends once that is acknowledged (RFC 6582's recover). */
  recover: SequenceNumber = 0

  // --- proportional rate reduction (RFC 6937)
  priorCwnd = 0
  prrDelivered = 0
  prrOut = 0

  // --- RACK (RFC 8985): the most recently sent segment of those that arrived
  turn = 0
  roundTrip: Nanoseconds = 0
  /** Something arrived since the last search for losses. */
  hasNews = false
  /** Number of times something arrived behind data sent after it (tcpi_reord_seen). */
  reordSeen = 0
  /** Duplicate acknowledgments came and nothing is decided yet (Linux's TCP_CA_Disorder). */
  watchesDuplicates = false
  /** SACKed segments above a gap that mean loss while no reordering was seen; grows with it (Linux's tp->reordering). */
  reordering: number
  /** Reordering window in quarters of the smallest round trip; grows after each round with a D-SACK. */
  reoWndSteps = 1
  /** Recoveries without a D-SACK until it is back to one. */
  reoWndPersist = 0
  /** SND.NXT when a D-SACK last made it grow. */
  reorderingRound: SequenceNumber | null = null

  // --- tail loss probe (RFC 8985 7)
  /** SND.NXT when the probe left; null while no probe is out. */
  probeEnd: SequenceNumber | null = null
  probeRetransmitted = false

  // --- undo (RFC 3522, RFC 3708, RFC 5682)
  /** SND.UNA when the window was reduced; null when there is nothing to undo. */
  undoMarker: SequenceNumber | null = null
  /** Retransmissions since then that no D-SACK reported as needless; null before the first. */
  undoRetrans: number | null = null
  /** First retransmission since the loss was detected. */
  retransStamp: Nanoseconds | null = null
  /** 0: don't restore the threshold. */
  priorSsthresh = 0
  /** Forward RTO recovery is running: the next acknowledgments tell whether the timeout was spurious. */
  frto = false

  constructor(reorderingDegree: number) {
    this.reordering = reorderingDegree
  }

  /** Notes a retransmission. */
  noteRetransmitted(now: Nanoseconds): void {
    this.retransStamp ??= now
    this.undoRetrans = (this.undoRetrans ?? 0) + 1
  }
}
