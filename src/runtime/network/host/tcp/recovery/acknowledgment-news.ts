import type { Nanoseconds } from '../../../clock.ts'
import type { Connection } from '../connection.ts'
import type { SequenceNumber } from '../sequence.ts'

/** What an acknowledgment told. Counts are of segments. */
export interface AcknowledgmentNews {
  /** Behind the last byte that was known to have arrived out of order. */
  highestBefore: SequenceNumber
  /** SND.UNA moved. */
  advanced: boolean
  /** Taken off the retransmission queue. */
  acknowledged: number
  /** Of these, those that SACK had already reported. */
  knownBefore: number
  newlySacked: number
  /** It repeats the last one, with segments under way and nothing else to say (RFC 5681 2). */
  duplicate: boolean
  /** Round trip of the newest segment taken off, if all were sent once. */
  latestRoundTrip: Nanoseconds | null
  /** A segment sent before recovery began, and only once, arrived. */
  originalArrived: boolean
  /** A D-SACK came (RFC 2883); and it was of the loss probe. */
  duplicateReported: boolean
  probeDuplicated: boolean
  /** What it acknowledges is young enough that the timer starts again (RFC 6298 5.3). */
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
