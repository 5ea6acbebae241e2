/** Side of a connection, as seen on one link. */
import type { Nanoseconds } from '../../clock.ts'
import type { SackBlock } from '../../wire/index.ts'
import { SentSegments } from './sent-segments.ts'

/** Numbers are relative to `base` and never wrap; null until they are known. */
export class TcpFlow {
  /** Raw number of relative number 0. */
  base: number | null = null
  /** Window scale shift; `none` if either SYN lacked the option, null if this side's SYN was not seen. */
  windowScale: number | 'none' | null = null
  /** End of the highest number sent so far, and the time and packet of its sending. */
  next: number | null = null
  nextAt: Nanoseconds = 0
  nextFrame = 0
  /** End of the data without a gap. */
  contiguous: number | null = null
  /** Fields of the last segment that this side sent. */
  acknowledged: number | null = null
  acknowledgedAt: Nanoseconds = 0
  window = 0
  isWindowUnscaled = false
  wasKeepAlive = false
  wasZeroWindowProbe = false
  sackBlocks: readonly SackBlock[] = []
  /** Repetitions of the acknowledgment that was first in `acknowledgedFirstIn`. */
  duplicates = 0
  acknowledgedFirstIn = 0
  /** True if the bytes in flight are known: no segment was missed since the other side's last acknowledgment. */
  isFlightKnown = true
  readonly sent = new SentSegments()
  /** Bytes since the last PSH, and whether the last segment had one. */
  pushBytes = 0
  wasPushed = false
  hasFin = false
  hasReset = false

  /** Converts a raw number to a relative one: of all candidates, the nearest to the side's next number. */
  relative(raw: number): number {
    const next = this.next ?? 0
    return next + ((raw - (this.base! + next)) | 0)
  }
}
