import type { Nanoseconds } from '../../clock.ts'
import type { SequenceNumber } from './sequence.ts'

/** Where the sender stands in recovering from loss (Linux's `tcp_ca_state`); what Linux calls disorder is open with SACKed segments. */
export type RecoveryState = 'open' | 'reduction' | 'recovery' | 'loss'

/** What a connection remembers of its losses. */
export class RecoveryRecord {
  state: RecoveryState = 'open'
  /** SND.NXT when recovery began: it ends when that is acknowledged (RFC 6582's recover). */
  recover: SequenceNumber = 0

  // --- proportional rate reduction (RFC 6937)
  priorCwnd = 0
  prrDelivered = 0
  prrOut = 0

  // --- RACK (RFC 8985): the segment sent last of those that arrived
  turn = 0
  roundTrip: Nanoseconds = 0
  /** Something arrived since losses were last looked for. */
  hasNews = false
  /** How often something arrived behind what was sent after it (tcpi_reord_seen). */
  reordSeen = 0
  /** Duplicate acknowledgments came and all is still undecided (Linux's TCP_CA_Disorder). */
  watchesDuplicates = false
  /** Segments reported above a gap that mean loss as long as no reordering was seen; grows with it (Linux's tp->reordering). */
  reordering: number
  /** Quarters of the smallest round trip that segments may be late; more after each round with a D-SACK. */
  reoWndSteps = 1
  /** Recoveries without a D-SACK until it is one again. */
  reoWndPersist = 0
  /** SND.NXT when a D-SACK last made it grow. */
  reorderingRound: SequenceNumber | null = null

  // --- tail loss probe (RFC 8985 7)
  /** SND.NXT when the probe left; null when none is out. */
  probeEnd: SequenceNumber | null = null
  probeRetransmitted = false

  // --- undo (RFC 3522, RFC 3708, RFC 5682)
  /** SND.UNA when the window was reduced; null when there is nothing to undo. */
  undoMarker: SequenceNumber | null = null
  /** Retransmissions since then that no D-SACK reported as needless; null before the first. */
  undoRetrans: number | null = null
  /** First retransmission since loss was noticed. */
  retransStamp: Nanoseconds | null = null
  /** 0: the threshold is not to be put back. */
  priorSsthresh = 0
  /** Forward RTO recovery is under way: the next acknowledgments tell whether the timeout was spurious. */
  frto = false

  constructor(reorderingDegree: number) {
    this.reordering = reorderingDegree
  }

  /** A segment was sent again. */
  noteRetransmitted(now: Nanoseconds): void {
    this.retransStamp ??= now
    this.undoRetrans = (this.undoRetrans ?? 0) + 1
  }
}
