import type { Nanoseconds } from '../../../clock.ts'
import type { Connection } from '../connection.ts'
import type { SequenceNumber } from '../sequence.ts'

/** News from an acknowledgment. Counts are of segments. */
export interface AcknowledgmentNews {
  /** End of the last byte known to have arrived out of order. */
  highestBefore: SequenceNumber
  /** SND.UNA advanced. */
  advanced: boolean
  /** Segments taken off the retransmission queue. */
  acknowledged: number
  /** Of these, those that SACK had already reported. */
  knownBefore: number
  newlySacked: number
  /** It repeats the last one, with segments in flight and nothing else to say (RFC 5681 2). */
  duplicate: boolean
  /** Round trip of the newest segment taken off, if none was retransmitted. */
  latestRoundTrip: Nanoseconds | null
  /** A segment sent before recovery began, and never retransmitted, arrived. */
  originalArrived: boolean
  /** A D-SACK came (RFC 2883); and it reported the loss probe. */
  duplicateReported: boolean
  probeDuplicated: boolean
  /** It acknowledges something recent enough to restart the timer (RFC 6298 5.3). */
  restartsTimer: boolean
  /** It echoed congestion (RFC 3168 6.1.2). */
  congestion: boolean
}

export function noNews({ sent, snd }: Connection): AcknowledgmentNews {
  return {
    highestBefore: sent.highestSacked(snd.una),
    advanced: false,
    acknowledged: 0,
    knownBefore: 0,
    newlySacked: 0,
    duplicate: false,
    latestRoundTrip: null,
    originalArrived: false,
    duplicateReported: false,
    probeDuplicated: false,
    restartsTimer: false,
    congestion: false,
  }
}
