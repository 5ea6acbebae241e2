import type { CongestionControl, CongestionWindow } from './congestion-control.ts'

/** Slow start and congestion avoidance of RFC 5681 3.1, by appropriate byte counting in segments (RFC 3465), as Linux's "reno". */
export class Reno implements CongestionControl {
  readonly name = 'reno'
  /** Segments acknowledged toward the next increase. */
  #credit = 0

  onAcknowledgement(congestion: CongestionWindow, acknowledged: number): void {
    let remaining = acknowledged
    if (congestion.window < congestion.slowStartThreshold) {
      const grown = Math.min(congestion.window + remaining, congestion.slowStartThreshold)
      remaining -= grown - congestion.window
      congestion.window = grown
      if (remaining === 0) return
    }
    this.#credit += remaining
    const increase = Math.floor(this.#credit / congestion.window)
    this.#credit -= increase * congestion.window
    congestion.window += increase
  }

  thresholdAfterLoss(congestion: CongestionWindow): number {
    return Math.max(congestion.window >> 1, 2)
  }
}
