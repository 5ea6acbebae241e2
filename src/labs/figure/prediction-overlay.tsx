import type { JSX } from 'preact'
import { strings } from '#strings'
import { type ArrowLabel, touch } from '../ladder/index.ts'
import type { Ghost, PredictQuestion } from './predict-props.ts'
import { type Prediction, rightPlaces } from './prediction.ts'
import type { FigureOverlay } from './view.ts'

const words = strings.predict

/** The prediction, dashed over the ladder of the run. Empty where both agree. */
export function overlayOf(question: PredictQuestion, said: Prediction): FigureOverlay {
  const ghosts = ghostsOf(question, said)
  return (y, lifelines, labels) => (
    <g class="prediction">
      {ghosts.map((ghost) => (
        <GhostArrow
          key={`${ghost.at} ${ghost.label}`}
          ghost={ghost}
          y={y(ghost.at)}
          x1={lifelines.get(ghost.from)}
          x2={lifelines.get(ghost.to)}
          labels={labels}
        />
      ))}
      {question.number?.since !== undefined && (
        <GhostLine
          y={y(question.number.since + said.number * 1e6)}
          text={words.youSaid(`${said.number} ${question.number.unit}`)}
          lifelines={lifelines}
        />
      )}
    </g>
  )
}

function ghostsOf({ choices, order }: PredictQuestion, said: Prediction): Ghost[] {
  const ghost = choices?.[said.choice ?? -1]?.ghost
  if (ghost) return [ghost]
  if (!order) return []
  const right = rightPlaces(order, said.order)
  return order.truth.flatMap((came, place) => {
    const card = order.cards[said.order[place] ?? -1]
    return right[place] || !card ? [] : [{ ...card, at: came.at }]
  })
}

/** A slope unlike that of the arrows around it: it is not a packet. */
const FALL = 22

/** Positions along the line for its label, best first, and the distance below the line. */
const ALONG = [0.5, 0.3, 0.7]
const BELOW = [11, -4]

interface GhostArrowProps {
  ghost: Ghost
  y: number
  x1: number | undefined
  x2: number | undefined
  labels: readonly ArrowLabel[]
}

function GhostArrow({ ghost, y, x1, x2, labels }: GhostArrowProps): JSX.Element | null {
  if (x1 === undefined || x2 === undefined) return null
  const [top, bottom] = [y + 10, y + 10 + FALL]
  const text = words.youSaid(ghost.label)
  const angle = (Math.atan((bottom - top) / (x2 - x1)) * 180) / Math.PI
  const places = BELOW.flatMap((dy) => ALONG.map((along) => ({ x: x1 + (x2 - x1) * along, y: top + FALL * along, dy })))
  // A packet's label is 5 above its anchor.
  const isFree = ({ x, y, dy }: { x: number; y: number; dy: number }) =>
    labels.every((label) => !touch(label, { number: '', text, x, y: y + dy + 5, angle }))
  const { x, y: middle, dy } = places.find(isFree) ?? places[0]!
  return (
    <g class="ghost">
      <line x1={x1} y1={top} x2={x2} y2={bottom} />
      <text transform={`translate(${x} ${middle}) rotate(${angle})`} text-anchor="middle" dy={dy}>
        {text}
      </text>
    </g>
  )
}

function GhostLine({
  y,
  text,
  lifelines,
}: {
  y: number
  text: string
  lifelines: ReadonlyMap<string, number>
}): JSX.Element {
  const places = [...lifelines.values()]
  const [left, right] = [Math.min(...places), Math.max(...places)]
  return (
    <g class="ghost">
      <line x1={left} x2={right} y1={y} y2={y} />
      <text x={right - 4} y={y - 4} text-anchor="end">
        {text}
      </text>
    </g>
  )
}
