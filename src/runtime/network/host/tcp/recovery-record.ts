import type { Nanoseconds } from '../../clock.ts'
import type { SequenceNumber } from './sequence.ts'

/** Where the sender stands in recovering from loss (Linux's `tcp_ca_state`); what Linux calls disorder is open with SACKed segments. */
export type RecoveryState = 'open' | 'reduction' | 'recovery' | 'loss'

/** What a connection remembers of its losses. */
export class RecoveryRecord {
  state: RecoveryState = 'open'
  /** SND.NXT when recovery began: it ends when that is acknowledged (RFC 6582's recover). */
  point: SequenceNumber = 0

  // --- proportional rate reduction (RFC 6937)
  priorWindow = 0
  delivered = 0
  sent = 0

  // --- RACK (RFC 8985): the segment sent last of those that arrived
  turn = 0
  roundTrip: Nanoseconds = 0
  /** Something arrived since losses were last looked for. */
  hasNews = false
  /** How often something arrived behind what was sent after it (tcpi_reord_seen). */
  reorderingsSeen = 0
  /** Duplicate acknowledgments came and all is still undecided (Linux's TCP_CA_Disorder). */
  watchesDuplicates = false
  /** Segments reported above a gap that mean loss as long as no reordering was seen; grows with it (Linux's tp->reordering). */
  reorderingDegree: number
  /** Quarters of the smallest round trip that segments may be late; more after each round with a D-SACK. */
  reorderingSteps = 1
  /** Recoveries without a D-SACK until it is one again. */
  reorderingPersists = 0
  /** SND.NXT when a D-SACK last made it grow. */
  reorderingRound: SequenceNumber | null = null

  // --- tail loss probe (RFC 8985 7)
  /** SND.NXT when the probe left; null when none is out. */
  probeEnd: SequenceNumber | null = null
  probeRetransmitted = false

  // --- undo (RFC 3522, RFC 3708, RFC 5682)
  /** SND.UNA when the window was reduced; null when there is nothing to undo. */
  undoFrom: SequenceNumber | null = null
  /** Retransmissions since then that no D-SACK reported as needless; null before the first. */
  retransmissions: number | null = null
  /** First retransmission since loss was noticed. */
  retransmittedSince: Nanoseconds | null = null
  /** 0: the threshold is not to be put back. */
  priorThreshold = 0
  /** Forward RTO recovery is under way: the next acknowledgments tell whether the timeout was spurious. */
  forward = false

  constructor(reorderingDegree: number) {
    this.reorderingDegree = reorderingDegree
  }

  /** A segment was sent again. */
  noteRetransmitted(now: Nanoseconds): void {
    this.retransmittedSince ??= now
    this.retransmissions = (this.retransmissions ?? 0) + 1
  }
}
