/** What an algorithm of congestion control works on. Windows are counted in segments, as Linux does. */
export interface CongestionWindow {
  window: number
  /** Infinity until the first loss. */
  slowStartThreshold: number
}

/** An algorithm of congestion control: how the window grows without loss, and what remains after one. */
export interface CongestionControl {
  readonly name: string
  /** `acknowledged` segments were delivered while the window was what limited the sender. */
  onAcknowledgement(congestion: CongestionWindow, acknowledged: number): void
  /** The slow start threshold that a loss at this window leaves; at least 2. */
  thresholdAfterLoss(congestion: CongestionWindow): number
}
