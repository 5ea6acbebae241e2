import type { JSX } from 'preact'
import { strings } from '#strings'
import { type ArrowLabel, touch, widthOf } from '../ladder/index.ts'
import type { Ghost, PredictQuestion } from './predict-props.ts'
import { type Prediction, rightPlaces } from './prediction.ts'
import type { FigureOverlay } from './view.ts'

const words = strings.predict

/** The prediction, dashed over the ladder of the run. Empty where both agree. */
export function overlayOf(question: PredictQuestion, said: Prediction): FigureOverlay {
  const ghosts = ghostsOf(question, said)
  return (y, lifelines, labels) => (
    <g class="prediction">
      {placeGhosts(ghosts, y, lifelines, labels).map((ghost) => (
        <GhostArrow key={`${ghost.top} ${ghost.label.text}`} {...ghost} />
      ))}
      {question.number?.since !== undefined && (
        <GhostLine
          y={y(question.number.since + said.number * 1e6)}
          text={words.youSaid(`${said.number} ${question.number.unit}`)}
          lifelines={lifelines}
          labels={labels}
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
const ALONG = [0.5, 0.3, 0.7, 0.2, 0.8]
const BELOW = [11, -4]

interface PlacedGhost {
  x1: number
  x2: number
  /** y at `x1`. */
  top: number
  label: ArrowLabel
}

/** Ghosts whose labels touch neither a packet's nor each other where there is room: each keeps off those placed before. */
function placeGhosts(
  ghosts: readonly Ghost[],
  y: (time: number) => number,
  lifelines: ReadonlyMap<string, number>,
  labels: readonly ArrowLabel[],
): PlacedGhost[] {
  const taken = [...labels]
  return ghosts.flatMap((ghost) => {
    const [x1, x2] = [lifelines.get(ghost.from), lifelines.get(ghost.to)]
    if (x1 === undefined || x2 === undefined) return []
    const top = y(ghost.at) + 10
    const angle = (Math.atan(FALL / (x2 - x1)) * 180) / Math.PI
    const text = words.youSaid(ghost.label)
    const places = BELOW.flatMap((below) =>
      ALONG.map((along) => {
        // A label is 5 above its anchor.
        return { number: '', text, x: x1 + (x2 - x1) * along, y: top + FALL * along + below + 5, angle }
      }),
    )
    const collisions = (label: ArrowLabel) => taken.filter((other) => touch(other, label)).length
    const label = places.reduce((best, one) => (collisions(one) < collisions(best) ? one : best))
    taken.push(label)
    return [{ x1, x2, top, label }]
  })
}

function GhostArrow({ x1, x2, top, label: { x, y, angle, text } }: PlacedGhost): JSX.Element {
  return (
    <g class="ghost">
      <line x1={x1} y1={top} x2={x2} y2={top + FALL} />
      <text transform={`translate(${x} ${y - 5}) rotate(${angle})`} text-anchor="middle">
        {text}
      </text>
    </g>
  )
}

/** A time that was said, as a line across. Its label is below it, where packets that came earlier leave room. */
function GhostLine({
  y,
  text,
  lifelines,
  labels,
}: {
  y: number
  text: string
  lifelines: ReadonlyMap<string, number>
  labels: readonly ArrowLabel[]
}): JSX.Element {
  const ends = [...lifelines.values()]
  const [left, right] = [Math.min(...ends), Math.max(...ends)]
  const places = [y + 12, y - 4].flatMap((at) => [
    { x: right - 4, at, anchor: 'end' as const },
    { x: left + 4, at, anchor: 'start' as const },
  ])
  const isFree = ({ x, at, anchor }: (typeof places)[number]) => {
    const label = { number: '', text, x, y: at, angle: 0 }
    const middle = ((anchor === 'end' ? -1 : 1) * widthOf(label)) / 2
    return labels.every((other) => !touch(other, { ...label, x: x + middle }))
  }
  const { x, at, anchor } = places.find(isFree) ?? places[0]!
  return (
    <g class="ghost">
      <line x1={left} x2={right} y1={y} y2={y} />
      <text x={x} y={at} text-anchor={anchor}>
        {text}
      </text>
    </g>
  )
}
