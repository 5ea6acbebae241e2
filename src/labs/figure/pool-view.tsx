import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { Plot, type Scale, StepLine } from '../plots/index.ts'
import { type Lane, type LaneSpan, type LaneState, laneAt, lanesOf, waitingOf } from './pool-lanes.ts'
import { PoolText } from './pool-text.tsx'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.pool
const [WIDTH, ROW, WAITING] = [520, 27, 108]
/** What the axes need above and below the rows. */
const AXES = 54
const STATES = ['dialing', 'idle', 'busy', 'poisoned'] as const

/** The connections of a pool, a lane each, and below them the callers that wait for one. */
export function PoolView({ recording, moment, selected, onSelect, onMoment }: FigureViewProps): JSX.Element {
  const version = recording.version.value
  const lanes = useMemo(() => lanesOf(recording), [recording, version])
  const waiting = useMemo(() => waitingOf(recording), [recording, version])
  if (lanes.length === 0) return <p class="figure-empty">{words.none}</p>
  const end = endOfTraffic(recording)
  const most = Math.max(...waiting.values)
  const stream = recording.packet(selected)?.position?.stream
  const marked = stream === undefined ? undefined : lanes.find((lane) => lane.stream === stream)
  const frame = { width: WIDTH, end, moment }
  return (
    <>
      <Plot
        {...frame}
        height={lanes.length * ROW + AXES}
        rows={lanes.map((_, index) => `#${index + 1}`)}
        title={words.axis}
        label={words.label(lanes.length, lanes.filter(isPoisoned).length, most)}
      >
        {(x, y) =>
          lanes.map((lane, index) => {
            const middle = y(lanes.length - index - 0.5)
            const packet = lane === marked ? recording.packet(selected) : undefined
            return (
              <g key={lane.stream}>
                {packet && <circle class="pool-marker" cx={x(packet.at)} cy={middle} r="13" />}
                <LaneRow lane={lane} number={index + 1} {...{ x, middle, end, selected, onSelect }} />
              </g>
            )
          })
        }
      </Plot>
      <Plot
        {...frame}
        height={WAITING}
        most={Math.max(2, most) * 1.1}
        isWhole
        title={words.waitingAxis}
        label={words.waitingLabel(most)}
      >
        {(x, y) => <StepLine line={{ ...waiting, kind: 'callers' }} x={x} y={y} />}
      </Plot>
      <Signs lanes={lanes} moment={moment} waiting={waiting} />
      <PoolText lanes={lanes} end={end} onMoment={onMoment} />
    </>
  )
}

const isPoisoned = ({ spans }: Lane) => spans.some(({ state }) => state === 'poisoned')

interface LaneRowProps {
  lane: Lane
  number: number
  x: Scale
  middle: number
  end: Nanoseconds
  selected: number | null
  onSelect: (packet: number | null) => void
}

function LaneRow({ lane, number, x, middle, end, selected, onSelect }: LaneRowProps): JSX.Element {
  const { spans, end: closed } = lane
  const top = middle - BAR / 2
  const select = ({ packet }: LaneSpan) => packet !== null && onSelect(packet === selected ? null : packet)
  return (
    <>
      {spans.map((span) => {
        const { state, why, from, until, packet } = span
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; the list below it says the same and is operable
          <g key={from} {...(packet !== null && { 'data-packet': packet })} onClick={() => select(span)}>
            <title>{words.of(number, words.states[state], why && words.why[why], from, until)}</title>
            <Bar state={state} left={x(from)} right={x(until ?? end)} top={top} />
          </g>
        )
      })}
      {closed?.how === 'closed' && <rect class="pool-end" x={x(closed.at) - 1} y={middle - 4} width="8" height="8" />}
      {closed?.how === 'reset' && <path class="pool-end reset" d={`M${x(closed.at) - 1} ${middle - 4}l8 8m0-8l-8 8`} />}
    </>
  )
}

const BAR = 16

/** Each state has a shape of its own: dashes, a thin outline, a full bar, hatching. */
function Bar({ state, left, right, top }: { state: LaneState; left: number; right: number; top: number }) {
  const inset = state === 'idle' ? 5 : 0
  const width = Math.max(1, right - left)
  return (
    <>
      <rect class={`pool-bar ${state}`} x={left} y={top + inset} width={width} height={BAR - 2 * inset} />
      {state === 'poisoned' && <path class="pool-hatch" d={hatching(left, left + width, top)} />}
    </>
  )
}

/** Diagonal lines, cut off at the sides of the bar. */
function hatching(left: number, right: number, top: number): string {
  let d = ''
  for (let start = left - BAR; start < right; start += 6) {
    const [from, to] = [Math.max(start, left), Math.min(start + BAR, right)]
    d += `M${from.toFixed(1)} ${(top + BAR - (from - start)).toFixed(1)}L${to.toFixed(1)} ${(top + BAR - (to - start)).toFixed(1)}`
  }
  return d
}

interface SignsProps {
  lanes: readonly Lane[]
  moment: Nanoseconds | null
  waiting: ReturnType<typeof waitingOf>
}

/** The key; at a moment, with how many connections are in each state. */
function Signs({ lanes, moment, waiting }: SignsProps): JSX.Element {
  const count = (state: LaneState) => lanes.filter((lane) => laneAt(lane, moment!) === state).length
  const callers = waiting.values[waiting.times.findLastIndex((time) => time <= (moment ?? 0))] ?? 0
  return (
    <p class="signs">
      {STATES.map((state) => (
        <span key={state}>
          <svg class="plot key" viewBox="0 0 20 16" width="20" height="16" aria-hidden="true">
            <Bar state={state} left={1} right={19} top={0} />
          </svg>
          {words.count(words.states[state], moment === null ? null : count(state))}
        </span>
      ))}
      <span>{moment === null ? words.most(Math.max(...waiting.values)) : words.waiting(callers)}</span>
    </p>
  )
}
