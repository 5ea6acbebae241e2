import type { ComponentChildren, JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { momentText, strings } from '#strings'
import { Arrow, ArrowLabel } from './arrow.tsx'
import type { LadderArrow } from './label-place.ts'
import { foldX } from './labels.ts'
import type { LadderLayout, TimeLabel } from './layout.ts'

export interface LadderDrawingProps {
  layout: LadderLayout
  /** The one sentence for screen readers; the table has the rest. */
  label: string
  selected?: number | null
  /** First wrong packet of a failed test. */
  wrong?: number | null
  now?: Nanoseconds | null
  showHosts?: boolean
  /** At its own size instead of its container's width. */
  fixed?: boolean
  /** In pixels; the container scrolls then. */
  leastWidth?: number
  /** Drawn over the arrows, in the layout's coordinates. */
  overlay?: ComponentChildren
  onSelect?: (packet: number) => void
}

const HEAD = 24

/** Draws a laid-out ladder. Clicking an arrow selects its packet. */
export function LadderDrawing(props: LadderDrawingProps): JSX.Element {
  const { layout, selected = null, wrong = null, now = null, showHosts = false, onSelect } = props
  const head = showHosts ? HEAD : 0
  const height = layout.height + head
  const nowY = now === null ? null : head + layout.top + layout.axis.y(now)
  // Under the tag of the current time another time could not be read.
  const isSeen = ({ y, anchor }: TimeLabel) => nowY === null || anchor !== 'end' || Math.abs(y - 4 + head - nowY) > 15
  const chosen = layout.arrows.filter((arrow) => arrow.packet.number === selected)
  const others = layout.arrows.filter((arrow) => arrow.packet.number !== selected)
  const drawn = [...others, ...chosen].map((arrow) => ({
    arrow,
    selected: arrow.packet.number === selected,
    onClick: onSelect && (() => onSelect(arrow.packet.number)),
  }))
  return (
    <svg
      class="ladder"
      viewBox={`0 0 ${layout.width} ${height}`}
      width={props.fixed ? layout.width : '100%'}
      height={props.fixed ? height : undefined}
      style={props.leastWidth ? { minWidth: `${props.leastWidth}px` } : undefined}
      role="img"
      aria-label={props.label}
    >
      {nowY !== null && <rect class="later" x="0" y={nowY} width={layout.width} height={Math.max(0, height - nowY)} />}
      {layout.lifelines.map((line) => (
        <g key={line.host}>
          <line class="lifeline" x1={line.x} x2={line.x} y1={head + 4} y2={height - 4} />
          {showHosts && (
            <text class="host" x={line.x} y={16} text-anchor="middle">
              {line.host}
            </text>
          )}
        </g>
      ))}
      <g transform={`translate(0 ${head})`}>
        {layout.axis.folds.map((fold) => (
          <FoldMark key={fold.from} layout={layout} fold={fold} />
        ))}
        {drawn.map((props) => (
          <Arrow key={keyOf(props.arrow)} {...props} />
        ))}
        {drawn.map((props) => (
          <ArrowLabel key={keyOf(props.arrow)} {...props} wrong={props.arrow.packet.number === wrong} />
        ))}
        {layout.times.filter(isSeen).map((time) => (
          <text
            key={`${time.x} ${time.y}`}
            class={time.future ? 'time future' : 'time'}
            x={time.x}
            y={time.y}
            text-anchor={time.anchor}
          >
            {time.text}
          </text>
        ))}
        {props.overlay}
      </g>
      {nowY !== null && (
        <g class="now">
          <line x1="0" x2={layout.width} y1={nowY} y2={nowY} />
          <rect x="0" y={nowY - 9} width="50" height="18" rx="3" />
          <text x="25" y={nowY + 4} text-anchor="middle">
            {momentText(now!)}
          </text>
        </g>
      )}
    </svg>
  )
}

/** A broadcast has an arrow for each host. */
const keyOf = ({ packet }: LadderArrow) => `${packet.number} ${packet.to}`

function FoldMark({
  layout,
  fold,
}: {
  layout: LadderLayout
  fold: LadderLayout['axis']['folds'][number]
}): JSX.Element {
  const y = layout.top + fold.y + (fold.height - 14) / 2
  const left = layout.lifelines[0]?.x ?? 0
  const right = layout.lifelines.at(-1)?.x ?? 0
  return (
    <g class="fold">
      <rect x={left - 6} y={y} width={right - left + 12} height="14" />
      {layout.lifelines.map((line) => (
        <path key={line.host} d={`M${line.x} ${y - 2}v3l-5 3 10 4-5 3v5`} />
      ))}
      <text x={foldX(layout.lifelines)} y={y + 11} text-anchor="middle">
        {strings.ladder.nothingFor(fold.to - fold.from)}
      </text>
    </g>
  )
}
