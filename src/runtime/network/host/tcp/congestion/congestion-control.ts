import type { Nanoseconds } from '../../../clock.ts'
import type { SequenceNumber } from '../sequence.ts'

/** State that a congestion control algorithm works on. Windows are counted in segments, as Linux does. */
export interface CongestionWindow {
  cwnd: number
  /** Infinity until the first loss. */
  ssthresh: number
}

/** Connection facts that an algorithm may use. */
export interface PathView {
  readonly now: Nanoseconds
  readonly snd: { readonly una: SequenceNumber; readonly nxt: SequenceNumber }
}

/** Congestion control algorithm: how the window grows without loss, and how far a loss reduces it. */
export interface CongestionControl {
  readonly name: CongestionControlName
  /** `acknowledged` segments were delivered while the window was what limited the sender. */
  onAcknowledgement(congestion: CongestionWindow, acknowledged: number, path: PathView): void
  /** Returns the slow start threshold after a loss at this window; at least 2. */
  thresholdAfterLoss(congestion: CongestionWindow): number
  /** An acknowledgment measured the round trip of a segment that was sent once. */
  onRoundTrip?(congestion: CongestionWindow, roundTrip: Nanoseconds, path: PathView): void
  /** The retransmission timer expired. */
  onTimeout?(): void
  /** Sending resumes after a pause: nothing was in flight since `idleSince`. */
  onRestart?(idleSince: Nanoseconds, now: Nanoseconds): void
}

/** Name, as in net.ipv4.tcp_congestion_control. */
export type CongestionControlName = 'reno' | 'cubic'

/**
 * Slow start (RFC 5681 3.1) by appropriate byte counting in segments (RFC 3465), up to the threshold. Returns how many of the
 * acknowledged segments are left for congestion avoidance.
 */
export function slowStart(congestion: CongestionWindow, acknowledged: number): number {
  if (congestion.cwnd >= congestion.ssthresh) return acknowledged
  const grown = Math.min(congestion.cwnd + acknowledged, congestion.ssthresh)
  const remaining = acknowledged - (grown - congestion.cwnd)
  congestion.cwnd = grown
  return remaining
}

/** Grows the window by one segment per given number of acknowledged segments (Linux's tcp_cong_avoid_ai). */
export class AdditiveIncrease {
  /** Segments acknowledged toward the next increase. */
  #credit = 0

  grow(congestion: CongestionWindow, acknowledged: number, perSegment: number): void {
    if (this.#credit >= perSegment) {
      this.#credit = 0
      congestion.cwnd++
    }
    this.#credit += acknowledged
    const increase = Math.floor(this.#credit / perSegment)
    this.#credit -= increase * perSegment
    congestion.cwnd += increase
  }

  forget(): void {
    this.#credit = 0
  }
}
