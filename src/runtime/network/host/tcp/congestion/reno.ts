import { AdditiveIncrease, type CongestionControl, type CongestionWindow, slowStart } from './congestion-control.ts'

/** Slow start and congestion avoidance of RFC 5681 3.1, as Linux's "reno". */
export class Reno implements CongestionControl {
  readonly name = 'reno'
  readonly #increase = new AdditiveIncrease()

  onAcknowledgement(congestion: CongestionWindow, acknowledged: number): void {
    const remaining = slowStart(congestion, acknowledged)
    if (remaining > 0) this.#increase.grow(congestion, remaining, congestion.cwnd)
  }

  thresholdAfterLoss(congestion: CongestionWindow): number {
    this.#increase.forget()
    return Math.max(congestion.cwnd >> 1, 2)
  }
}
