import type { Nanoseconds } from '../../../clock.ts'

/** What an algorithm of congestion control works on. Windows are counted in segments, as Linux does. */
export interface CongestionWindow {
  window: number
  /** Infinity until the first loss. */
  slowStartThreshold: number
}

/** What it may know of time and path. */
export interface PathView {
  readonly now: Nanoseconds
  readonly rtt: { readonly smoothed: Nanoseconds | null; readonly minimum: Nanoseconds }
}

/** An algorithm of congestion control: how the window grows without loss, and what remains after one. */
export interface CongestionControl {
  readonly name: string
  /** `acknowledged` segments were delivered while the window was what limited the sender. */
  onAcknowledgement(congestion: CongestionWindow, acknowledged: number, path: PathView): void
  /** The slow start threshold that a loss at this window leaves; at least 2. */
  thresholdAfterLoss(congestion: CongestionWindow): number
  /** The loss was none: the window is back where it was. */
  onUndo?(): void
}
