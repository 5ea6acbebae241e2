/**
 * Wireshark's verdict on a segment, by the rules in its user's guide ("TCP Analysis") and in its output. They compare numbers, windows and times
 * with earlier segments on the same link, and are applied in this order because some are final.
 */
import type { Nanoseconds } from '../../clock.ts'
import { TcpFlag } from '../../wire/index.ts'
import type { TcpFlow } from './tcp-flow.ts'
import type { TcpMark, TcpPosition } from './tcp-position.ts'

/** Segment in relative numbers, from `sender` to `receiver`. */
export interface JudgedSegment {
  readonly frame: number
  readonly at: Nanoseconds
  readonly flags: number
  readonly window: number
  /** First number, and the bytes of data; `end` includes SYN and FIN. */
  readonly start: number
  readonly end: number
  readonly length: number
  /** Null when it acknowledges nothing. */
  readonly acknowledgment: number | null
}

/** After a third duplicate acknowledgment, a retransmission within this time is a fast one. */
const FAST: Nanoseconds = 20_000_000
/** A segment this soon after newer data was reordered, while no round trip is known. */
const OVERTAKEN: Nanoseconds = 3_000_000

export interface Judgement {
  readonly marks: TcpMark[]
  readonly duplicateAck: TcpPosition['duplicateAck']
  readonly timeout: TcpPosition['timeout']
}

/** Classifies a segment by what preceded it. Notes duplicates and gaps in the flows, but not the segment itself. */
export function judge(
  segment: JudgedSegment,
  sender: TcpFlow,
  receiver: TcpFlow,
  initialRtt: Nanoseconds | null,
): Judgement {
  const marks: TcpMark[] = []
  const isControl = (segment.flags & (TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST)) !== 0
  if (segment.flags & TcpFlag.ACK) receiver.isFlightKnown = true
  const duplicateAck = judgeWindow(segment, sender, receiver, isControl, marks)
  if (segment.acknowledgment !== sender.acknowledged) {
    sender.acknowledgedFirstIn = segment.frame
    sender.duplicates = 0
  }
  const { acknowledgment } = segment
  if (receiver.contiguous !== null && acknowledgment !== null && acknowledgment > receiver.contiguous) {
    marks.push('ack_lost_segment')
    receiver.contiguous = receiver.next
  }
  const again = sentAgain(segment, sender, receiver, initialRtt, marks)
  if (again !== null) marks.push(again)
  if (again === 'fast_retransmission' || again === 'spurious_retransmission') marks.push('retransmission')
  const timeout = again === 'retransmission' ? sinceOldest(segment, sender) : null
  return { marks, duplicateAck, timeout }
}

/** Returns how long the oldest unacknowledged data has been waiting, or else the newest. */
function sinceOldest({ at }: JudgedSegment, sender: TcpFlow): TcpPosition['timeout'] {
  const { oldest } = sender.sent
  const [since, frame] = oldest === null ? [sender.nextAt, sender.nextFrame] : [oldest.at, oldest.frame]
  return at > since ? { after: at - since, frame } : null
}

/** Adds the marks for windows and repeated acknowledgments. */
function judgeWindow(
  segment: JudgedSegment,
  sender: TcpFlow,
  receiver: TcpFlow,
  isControl: boolean,
  marks: TcpMark[],
): TcpPosition['duplicateAck'] {
  const { start, length, window, acknowledgment, flags } = segment
  const isNext = start === sender.next
  if (length === 1 && isNext && receiver.window === 0) {
    marks.push('zero_window_probe')
    return null
  }
  if (window === 0 && !isControl) marks.push('zero_window')
  if (sender.next !== null && start > sender.next && (flags & TcpFlag.RST) === 0) {
    marks.push('lost_segment')
    sender.isFlightKnown = false
  }
  if (isControl) return null
  if (length <= 1 && sender.next !== null && start === sender.next - 1) marks.push('keep_alive')
  const isBare = length === 0 && isNext
  const isRepeated = isBare && acknowledgment === sender.acknowledged
  if (isRepeated && window !== 0 && window !== sender.window) marks.push('window_update')
  if (length > 0 && fillsWindow(start + length, receiver)) marks.push('window_full')
  if (isRepeated && window !== 0 && window === sender.window && receiver.wasKeepAlive) {
    marks.push('keep_alive_ack')
    return null
  }
  if (isBare && window === 0 && sender.window === 0 && receiver.wasZeroWindowProbe) {
    const tookIt = acknowledgment !== null && acknowledgment === (sender.acknowledged ?? 0) + 1
    if (isRepeated || tookIt) {
      marks.push('zero_window_probe_ack')
      // Some receivers accept the byte of the probe: count it now that it is acknowledged.
      if (tookIt) receiver.next = receiver.contiguous = acknowledgment
      return null
    }
  }
  if (!isRepeated || window === 0 || window !== sender.window) return null
  marks.push('duplicate_ack')
  sender.duplicates++
  return { count: sender.duplicates, frame: sender.acknowledgedFirstIn }
}

function fillsWindow(end: number, receiver: TcpFlow): boolean {
  const { windowScale, acknowledged, window } = receiver
  if (windowScale === null || acknowledged === null) return false
  const shift = windowScale === 'none' || receiver.isWindowUnscaled ? 0 : windowScale
  return end === acknowledged + window * 2 ** shift
}

/** Returns the kind of retransmission, if the segment is one: it has data, SYN or FIN, and starts below the end of earlier data. */
function sentAgain(
  { at, flags, start, end, length }: JudgedSegment,
  sender: TcpFlow,
  receiver: TcpFlow,
  initialRtt: Nanoseconds | null,
  marks: readonly TcpMark[],
): 'retransmission' | 'fast_retransmission' | 'spurious_retransmission' | 'out_of_order' | null {
  if (length === 0 && (flags & (TcpFlag.SYN | TcpFlag.FIN)) === 0) return null
  if (marks.includes('keep_alive')) return null
  const { acknowledged } = receiver
  if (length > 0 && acknowledged !== null && start + length <= acknowledged) return 'spurious_retransmission'
  const { next } = sender
  // It starts one byte back and has more: new data after a zero window probe.
  if (next === null || start >= next || (length > 1 && start === next - 1)) return null
  const isFast = at - receiver.acknowledgedAt < FAST
  if (isFast && receiver.duplicates >= 2 && acknowledged === start) return 'fast_retransmission'
  const isSoon = at - sender.nextAt < (initialRtt ?? OVERTAKEN)
  return isSoon && next !== end ? 'out_of_order' : 'retransmission'
}
