/** Two ends of a TCP connection and the segments between them: the state machine of RFC 9293, 3.3.2, one event at a time. */
import type { Draw } from 'ackademy/drill'

export type State =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
export type End = 'A' | 'B'
export type Segment = 'SYN' | 'SYN+ACK' | 'ACK' | 'FIN' | 'RST'
/** What a program does, or that the segment which has been on its way longest arrives. */
export type Action = 'listen' | 'connect' | 'end' | 'arrives'
export interface Event {
  /** Who does it, or where it arrives. */
  end: End
  action: Action
}

export interface Pair {
  states: Record<End, State>
  /** On their way to that end, the first to arrive first. */
  toward: Record<End, Segment[]>
}

export const other = (end: End): End => (end === 'A' ? 'B' : 'A')

export const start = (): Pair => ({ states: { A: 'CLOSED', B: 'CLOSED' }, toward: { A: [], B: [] } })

/** What a segment makes of an end: its next state, and what it answers. */
function onSegment(state: State, segment: Segment): { next: State; answer?: Segment } {
  const rule = RULES[`${state} ${segment}`]
  return rule ?? (state === 'CLOSED' && segment === 'SYN' ? { next: 'CLOSED', answer: 'RST' } : { next: state })
}

/** Pure ACKs here are those of a SYN+ACK or of a FIN: no data is sent. */
const RULES: Record<string, { next: State; answer?: Segment }> = {
  'LISTEN SYN': { next: 'SYN_RECEIVED', answer: 'SYN+ACK' },
  'SYN_SENT SYN+ACK': { next: 'ESTABLISHED', answer: 'ACK' },
  'SYN_SENT SYN': { next: 'SYN_RECEIVED', answer: 'SYN+ACK' },
  'SYN_SENT RST': { next: 'CLOSED' },
  'SYN_RECEIVED ACK': { next: 'ESTABLISHED' },
  'SYN_RECEIVED SYN+ACK': { next: 'ESTABLISHED' },
  'ESTABLISHED FIN': { next: 'CLOSE_WAIT', answer: 'ACK' },
  'FIN_WAIT_1 ACK': { next: 'FIN_WAIT_2' },
  'FIN_WAIT_1 FIN': { next: 'CLOSING', answer: 'ACK' },
  'FIN_WAIT_2 FIN': { next: 'TIME_WAIT', answer: 'ACK' },
  'CLOSING ACK': { next: 'TIME_WAIT' },
  'LAST_ACK ACK': { next: 'CLOSED' },
}

/** The pair after one event; the pair before it stays as it was. */
export function step(pair: Pair, { end, action }: Event): Pair {
  const states = { ...pair.states }
  const toward = { A: [...pair.toward.A], B: [...pair.toward.B] }
  const send = (segment: Segment) => toward[other(end)].push(segment)
  if (action === 'arrives') {
    const { next, answer } = onSegment(states[end], toward[end].shift()!)
    states[end] = next
    if (answer) send(answer)
  } else if (action === 'listen') states[end] = 'LISTEN'
  else if (action === 'connect') {
    states[end] = 'SYN_SENT'
    send('SYN')
  } else {
    states[end] = states[end] === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT_1'
    send('FIN')
  }
  return { states, toward }
}

export const play = (events: readonly Event[]): Pair => events.reduce(step, start())

const at = (end: End, action: Action): Event => ({ end, action })
/** The handshake in which A calls and B listens, whole. */
export const HANDSHAKE: readonly Event[] = [
  ...[at('B', 'listen'), at('A', 'connect'), at('B', 'arrives'), at('A', 'arrives'), at('B', 'arrives')],
]

/** What happens in one question: events that are told as one ("they are connected"), and two to six that are told one by one. */
export interface Sequence {
  before: readonly Event[]
  told: Event[]
}

export function drawSequence(draw: Draw): Sequence {
  const kind = draw.integer(1, 8)
  if (kind === 1) return { before: [], told: opening(draw, [at('B', 'listen')]) }
  if (kind === 2) return { before: [], told: opening(draw, [at('A', 'connect'), at('B', 'connect')]) }
  if (kind === 3) return { before: [], told: opening(draw, []) }
  return { before: HANDSHAKE, told: closing(draw) }
}

/** The beginning of a connection, cut off after two to six events. Without a `listen` or second `connect`, nobody is there. */
function opening(draw: Draw, first: readonly Event[]): Event[] {
  const told = first.some(({ action }) => action === 'connect') ? [...first] : [...first, at('A', 'connect')]
  const length = draw.integer(2, 6)
  let pair = play(told)
  while (told.length < length) {
    // Beyond a simultaneous open each end may answer the other's SYN+ACK once more: the question ends before.
    const next = arrivals(pair).filter(({ end }) => pair.states[end] !== 'ESTABLISHED' || pair.toward[end][0] === 'ACK')
    if (next.length === 0) break
    const event = draw.oneOf(next)
    told.push(event)
    pair = step(pair, event)
  }
  return told
}

/** The end of a connection: either program may end its side while segments are on their way. */
function closing(draw: Draw): Event[] {
  const length = draw.integer(2, 6)
  const told: Event[] = []
  let pair = play(HANDSHAKE)
  while (told.length < length) {
    const next = [...ends(pair), ...arrivals(pair)]
    if (next.length === 0) break
    const event = draw.oneOf(next)
    told.push(event)
    pair = step(pair, event)
  }
  return told
}

const BOTH: readonly End[] = ['A', 'B']
const arrivals = (pair: Pair): Event[] =>
  BOTH.filter((end) => pair.toward[end].length > 0).map((end) => at(end, 'arrives'))
const ends = ({ states }: Pair): Event[] =>
  BOTH.filter((end) => states[end] === 'ESTABLISHED' || states[end] === 'CLOSE_WAIT').map((end) => at(end, 'end'))
