import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import type { Ghost, PredictQuestion } from './predict-props.ts'
import { type Prediction, rightPlaces } from './prediction.ts'
import type { FigureOverlay } from './view.ts'

const words = strings.predict

/** What was predicted, dashed over the ladder of what happened. Nothing where both are the same. */
export function overlayOf(question: PredictQuestion, said: Prediction): FigureOverlay {
  const ghosts = ghostsOf(question, said)
  return (y, lifelines) => (
    <g class="prediction">
      {ghosts.map((ghost) => (
        <GhostArrow
          key={`${ghost.at} ${ghost.label}`}
          ghost={ghost}
          y={y(ghost.at)}
          x1={lifelines.get(ghost.from)}
          x2={lifelines.get(ghost.to)}
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

/** Falls as the arrows around it do not: it is no packet. */
const FALL = 22

function GhostArrow({ ghost, y, x1, x2 }: { ghost: Ghost; y: number; x1: number | undefined; x2: number | undefined }) {
  if (x1 === undefined || x2 === undefined) return null
  const [top, bottom] = [y + 10, y + 10 + FALL]
  const angle = (Math.atan2(bottom - top, x2 - x1) * 180) / Math.PI
  const upright = Math.abs(angle) > 90 ? angle + 180 : angle
  return (
    <g class="ghost">
      <line x1={x1} y1={top} x2={x2} y2={bottom} />
      <text
        transform={`translate(${(x1 + x2) / 2} ${(top + bottom) / 2}) rotate(${upright})`}
        text-anchor="middle"
        dy="11"
      >
        {words.youSaid(ghost.label)}
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
