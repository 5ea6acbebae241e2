/** State of a TCP connection as a middlebox infers it from passing segments (Linux's nf_conntrack_proto_tcp, without its windows). */
import { type Nanoseconds, SECOND } from '../../../clock.ts'

/** SYN_SENT2: both ends sent a SYN (simultaneous open). */
export type TrackedTcpState =
  | 'SYN_SENT'
  | 'SYN_SENT2'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'

export type Direction = 'original' | 'reply'

/** Idle times under the names of nf_conntrack-sysctl, nf_conntrack_tcp_timeout_*. */
export const TCP_TIMEOUTS: Readonly<Record<TrackedTcpState, Nanoseconds>> = {
  SYN_SENT: 120 * SECOND,
  SYN_SENT2: 120 * SECOND,
  SYN_RECV: 60 * SECOND,
  ESTABLISHED: 432_000 * SECOND,
  FIN_WAIT: 120 * SECOND,
  CLOSE_WAIT: 60 * SECOND,
  LAST_ACK: 30 * SECOND,
  TIME_WAIT: 120 * SECOND,
  CLOSE: 10 * SECOND,
}

type Kind = 'syn' | 'syn-ack' | 'fin' | 'ack' | 'rst'
const [FIN, SYN, RST, ACK] = [0x01, 0x02, 0x04, 0x10]

/** Kind of a segment for the tracker; null for an invalid combination of flags. */
export function kindOfSegment(flags: number): Kind | null {
  if (flags & RST) return 'rst'
  if (flags & SYN) return flags & FIN ? null : flags & ACK ? 'syn-ack' : 'syn'
  if (flags & FIN) return flags & ACK ? 'fin' : null
  return flags & ACK ? 'ack' : null
}

/** `same`: the state stays, and so does its timer; `invalid`: the segment fits no connection; `again`: it begins a new one over the old. */
export type Step = TrackedTcpState | 'same' | 'invalid' | 'again'

const BEFORE_ANSWER: readonly TrackedTcpState[] = ['SYN_SENT', 'SYN_SENT2']
const OVER: readonly TrackedTcpState[] = ['TIME_WAIT', 'CLOSE']

export function nextTcpState(state: TrackedTcpState, kind: Kind | null, direction: Direction): Step {
  const isOriginal = direction === 'original'
  switch (kind) {
    case null:
      return 'invalid'
    case 'rst':
      return 'CLOSE'
    case 'syn':
      if (OVER.includes(state)) return 'again'
      if (isOriginal) return BEFORE_ANSWER.includes(state) ? state : 'same'
      return BEFORE_ANSWER.includes(state) ? 'SYN_SENT2' : 'invalid'
    case 'syn-ack':
      if (isOriginal) return state === 'SYN_SENT2' || state === 'SYN_RECV' ? 'SYN_RECV' : 'invalid'
      return BEFORE_ANSWER.includes(state) ? 'SYN_RECV' : 'same'
    case 'fin':
      return afterFin(state)
    case 'ack':
      return afterAck(state, isOriginal)
  }
}

function afterFin(state: TrackedTcpState): Step {
  if (BEFORE_ANSWER.includes(state)) return 'invalid'
  if (state === 'SYN_RECV' || state === 'ESTABLISHED') return 'FIN_WAIT'
  return OVER.includes(state) ? state : 'LAST_ACK'
}

function afterAck(state: TrackedTcpState, isOriginal: boolean): Step {
  if (BEFORE_ANSWER.includes(state)) return isOriginal ? 'invalid' : 'same'
  if (state === 'SYN_RECV') return isOriginal ? 'ESTABLISHED' : 'SYN_RECV'
  if (state === 'FIN_WAIT') return 'CLOSE_WAIT'
  return state === 'LAST_ACK' ? 'TIME_WAIT' : state
}
