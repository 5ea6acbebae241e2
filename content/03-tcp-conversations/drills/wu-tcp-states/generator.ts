import type { Generate } from 'ackademy/drill'
import {
  drawSequence,
  type End,
  type Event,
  type Pair,
  play,
  type Segment,
  type State,
  start,
  step,
} from './machine.ts'

type States = Record<End, State>

export const formatStates = ({ A, B }: States): string => `A: ${A}, B: ${B}`

/** One question: what both programs did and which segments arrived; the states of both ends are asked. */
const generate: Generate = (draw, say) => {
  const { before, told } = drawSequence(draw)
  const pair = play([...before, ...told])
  const wrong = draw.shuffled(distractors(pair, play([...before, ...told.slice(0, -1)]), told, say))
  const lines = tell(play(before), told)
  const isOpen = before.length > 0
  const begin = isOpen ? 'A connected to B, and the handshake is over.' : 'A and B have no connection yet.'
  return {
    kind: 'single',
    ask: `${begin} Then, in this order:\n${lines.map((line, i) => `${i + 1}. ${line}`).join('\n')}\nWhich state is each end in now?`,
    lesson: isOpen ? '3.4' : '3.1',
    choices: [
      { text: formatStates(pair.states), right: true, because: onTheWay(pair) },
      ...[...new Map(wrong.map((choice) => [choice.text, choice])).values()].slice(0, 4),
    ],
  }
}
export default generate

/** Events as sentences. */
function tell(from: Pair, events: readonly Event[]): string[] {
  let pair = from
  return events.map((event) => {
    const sentence = sentenceOf(pair, event)
    pair = step(pair, event)
    return sentence
  })
}

function sentenceOf(pair: Pair, { end, action }: Event): string {
  const from = end === 'A' ? 'B' : 'A'
  if (action === 'arrives') return `${from}'s ${pair.toward[end][0]} arrives at ${end}`
  if (action === 'listen') return `${end} listens`
  return action === 'connect' ? `${end} calls connect()` : `${end} calls end()`
}

function onTheWay({ toward }: Pair): string {
  const to = (end: End) => toward[end].map((segment: Segment) => `${segment} to ${end}`)
  const list = [...to('A'), ...to('B')]
  return list.length === 0 ? 'No segment is on its way anymore.' : `Still on its way: ${list.join(', ')}.`
}

type Say = Parameters<Generate>[1]
interface Wrong {
  text: string
  because: string
  mistake: string
}

/** States that people answer instead, each with the mistake that it shows. */
function distractors(pair: Pair, before: Pair, told: readonly Event[], say: Say): Wrong[] {
  const { states } = pair
  const right = formatStates(states)
  const found: Wrong[] = []
  const add = (mistake: string, changed: Partial<States>, values: Record<string, string> = {}) => {
    const text = formatStates({ ...states, ...changed })
    if (text !== right) found.push({ text, mistake, because: say(mistake, values) })
  }
  for (const end of ['A', 'B'] as const) {
    for (const [from, to, mistake] of CONFUSED) if (states[end] === from) add(mistake, { [end]: to })
    const [segment] = pair.toward[end]
    if (segment) add('in-flight', step(pair, { end, action: 'arrives' }).states, { segment, end })
  }
  if (states.A !== states.B) add('swapped', { A: states.B, B: states.A })
  const last = tell(before, told.slice(-1))[0]!
  add('missed', before.states, { event: last })
  add('missed', start().states, { event: last })
  return found
}

/** What one end is taken for. */
const CONFUSED: readonly (readonly [State, State, string])[] = [
  ['FIN_WAIT_1', 'FIN_WAIT_2', 'one-fin-wait'],
  ['FIN_WAIT_2', 'FIN_WAIT_1', 'one-fin-wait'],
  ['LAST_ACK', 'TIME_WAIT', 'time-wait-side'],
  ['CLOSED', 'TIME_WAIT', 'time-wait-side'],
  ['TIME_WAIT', 'CLOSED', 'time-wait-side'],
  ['CLOSE_WAIT', 'LAST_ACK', 'own-program'],
  ['CLOSE_WAIT', 'CLOSED', 'own-program'],
  ['CLOSING', 'TIME_WAIT', 'crossing'],
  ['CLOSING', 'FIN_WAIT_2', 'crossing'],
  ['SYN_RECEIVED', 'ESTABLISHED', 'handshake'],
  ['SYN_SENT', 'ESTABLISHED', 'handshake'],
  ['ESTABLISHED', 'SYN_RECEIVED', 'handshake'],
]
