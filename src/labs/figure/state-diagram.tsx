import type { JSX } from 'preact'
import { strings } from '#strings'
import { type StateChange, TCP_STATES, type TcpStateName, TRANSITIONS } from './tcp-states.ts'

const words = strings.figureViews.states

interface StateDiagramProps {
  tokens: readonly { host: string; state: TcpStateName }[]
  passed: readonly StateChange[]
  latest: StateChange | null
}

/** Center of each state's box. Opening at the top, the active close on the left, the passive one on the right. */
const PLACES: Record<TcpStateName, readonly [number, number]> = {
  CLOSED: [260, 26],
  LISTEN: [96, 84],
  SYN_SENT: [424, 84],
  SYN_RECEIVED: [96, 152],
  ESTABLISHED: [260, 200],
  FIN_WAIT_1: [96, 262],
  CLOSE_WAIT: [424, 262],
  FIN_WAIT_2: [96, 336],
  CLOSING: [260, 304],
  LAST_ACK: [424, 336],
  TIME_WAIT: [260, 384],
}
const HALF = [56, 15] as const
const WIDTH = 520
const HEIGHT = 412

/** The eleven states, their transitions, and the state of both ends. */
export function StateDiagram({ tokens, passed, latest }: StateDiagramProps): JSX.Element {
  const taken = new Set(passed.flatMap(stepsOf))
  const now = latest ? new Set(stepsOf(latest)) : new Set<string>()
  return (
    <svg
      class="states"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      role="img"
      aria-label={words.label(tokens.map(({ host, state }) => `${host} ${state}`).join(', '))}
    >
      {TRANSITIONS.map(([from, to]) => (
        <Way
          key={`${from} ${to}`}
          from={from}
          to={to}
          isTaken={taken.has(`${from} ${to}`)}
          isNow={now.has(`${from} ${to}`)}
        />
      ))}
      {TCP_STATES.map((state) => (
        <State key={state} state={state} isHeld={tokens.some((token) => token.state === state)} />
      ))}
      {tokens.map((token, index) => (
        <Token key={token.host} {...token} index={index} />
      ))}
    </svg>
  )
}

/** Splits a change across instantly left states into steps. */
function stepsOf({ from, via, to }: StateChange): string[] {
  const stops = [from, ...via, to]
  return stops.slice(1).map((stop, index) => `${stops[index]} ${stop}`)
}

function State({ state, isHeld }: { state: TcpStateName; isHeld: boolean }): JSX.Element {
  const [x, y] = PLACES[state]
  return (
    <g class={`state${isHeld ? ' held' : ''}`} data-state={state}>
      <rect x={x - HALF[0]} y={y - HALF[1]} width={HALF[0] * 2} height={HALF[1] * 2} rx="5" />
      <text x={x} y={y + 4} text-anchor="middle">
        {state.replaceAll('_', '-')}
      </text>
    </g>
  )
}

/** The opener's token is filled, at the left end of the box; the other one is a ring at the right. */
function Token({ host, state, index }: { host: string; state: TcpStateName; index: number }): JSX.Element {
  const [x, y] = PLACES[state]
  const side = index === 0 ? -1 : 1
  return (
    <g
      class={`token ${index === 0 ? 'opener' : 'acceptor'}`}
      style={{ transform: `translate(${x + side * (HALF[0] + 2)}px, ${y}px)` }}
    >
      <circle r="11" />
      <text y="4" text-anchor="middle">
        {host.slice(0, 1).toUpperCase()}
      </text>
    </g>
  )
}

interface WayProps {
  from: TcpStateName
  to: TcpStateName
  isTaken: boolean
  isNow: boolean
}

function Way({ from, to, isTaken, isNow }: WayProps): JSX.Element {
  const { d, at, angle } = ROUNDABOUT[`${from} ${to}`] ?? straight(PLACES[from], PLACES[to])
  return (
    <g class={`way${isTaken ? ' taken' : ''}${isNow ? ' latest' : ''}`}>
      {isNow && <path class="marker" d={d} />}
      <path d={d} />
      <path class="tip" d="M0 0-8-4v8z" transform={`translate(${at[0]} ${at[1]}) rotate(${angle})`} />
    </g>
  )
}

/** From edge to edge of two boxes. */
function straight(a: readonly [number, number], b: readonly [number, number]) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const shorten = Math.min(HALF[0] / Math.abs(dx || 1e-9), HALF[1] / Math.abs(dy || 1e-9))
  const start = [a[0] + dx * shorten, a[1] + dy * shorten] as const
  const at = [b[0] - dx * shorten, b[1] - dy * shorten] as const
  return { d: `M${start[0]} ${start[1]}L${at[0]} ${at[1]}`, at, angle: (Math.atan2(dy, dx) * 180) / Math.PI }
}

/** Transitions that would cross others or a box if drawn straight. */
const ROUNDABOUT: Record<string, ReturnType<typeof straight>> = {
  'FIN_WAIT_1 TIME_WAIT': { d: 'M36 262H20V384H204', at: [204, 384], angle: 0 },
  'LAST_ACK CLOSED': { d: 'M480 336H504V20H316', at: [316, 20], angle: 180 },
  'TIME_WAIT CLOSED': { d: 'M316 388H512V32H316', at: [316, 32], angle: 180 },
  'LISTEN SYN_SENT': { d: 'M152 84H368', at: [368, 84], angle: 0 },
}
