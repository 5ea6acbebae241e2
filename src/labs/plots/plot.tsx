import type { ComponentChildren, JSX } from 'preact'
import type { Nanoseconds, Series } from '#network'
import { type Scale, scale, shortNumber, ticks } from './scale.ts'

export interface PlotProps {
  /** The one sentence for screen readers. */
  label: string
  /** Unit of the vertical axis. */
  title: string
  width: number
  height: number
  /** End of the horizontal axis, which starts at 0. */
  end: Nanoseconds
  /** End of the vertical axis, which starts at 0; the number of rows by default. */
  most?: number
  /** Names of rows, from the top, each 1 high: instead of numbers at the vertical axis. */
  rows?: readonly string[]
  moment: Nanoseconds | null
  /** Integer ticks only: packets have no halves. */
  isWhole?: boolean
  children: (x: Scale, y: Scale) => ComponentChildren
}

const LEFT = 52
const RIGHT = 14
const TOP = 24
const BOTTOM = 30

/** Draws the axes and the current time; the children draw between them with the given scales. */
export function Plot(props: PlotProps): JSX.Element {
  const { label, title, width, height, end, rows = [], most = rows.length, moment, isWhole = false, children } = props
  const x = scale(0, end, LEFT, width - RIGHT)
  const y = scale(0, most, height - BOTTOM, TOP)
  const values = rows.length > 0 ? [] : ticks(most, Math.max(2, Math.round((height - TOP - BOTTOM) / 52)))
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={label}>
      <text class="axis-title" x={LEFT - 44} y={13}>
        {title}
      </text>
      {rows.map((name, index) => (
        <text key={name} class="tick" x={LEFT - 7} y={y(most - index - 0.5) + 4} text-anchor="end">
          {name}
        </text>
      ))}
      {values
        .filter((value) => !isWhole || Number.isInteger(value))
        .map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
            <text class="tick" x={LEFT - 7} y={y(value) + 4} text-anchor="end">
              {shortNumber(value)}
            </text>
          </g>
        ))}
      {ticks(end / 1e6, 6).map((value) => (
        <text
          key={value}
          class="tick"
          x={x(value * 1e6)}
          y={height - BOTTOM + 17}
          text-anchor={value === 0 ? 'start' : 'middle'}
        >
          {value === 0 ? '0 ms' : shortNumber(value)}
        </text>
      ))}
      <line class="axis" x1={LEFT} x2={width - RIGHT} y1={height - BOTTOM} y2={height - BOTTOM} />
      {children(x, y)}
      {moment !== null && moment < end && (
        <Now x={x(moment)} moment={moment} right={width - RIGHT} bottom={height - BOTTOM} />
      )}
    </svg>
  )
}

/** A veil over later data: faint and still readable. */
function Now({ x, moment, right, bottom }: { x: number; moment: Nanoseconds; right: number; bottom: number }) {
  const tag = Math.min(Math.max(x, LEFT + 25), right - 25)
  return (
    <g class="now">
      <rect class="veil" x={x} y={TOP - 4} width={Math.max(0, right - x)} height={bottom - TOP + 4} />
      <line x1={x} x2={x} y1={TOP - 6} y2={bottom} />
      <rect class="tag-box" x={tag - 25} y={4} width="50" height="17" rx="3" />
      <text x={tag} y={16} text-anchor="middle">
        {(moment / 1e6).toFixed(1)}
      </text>
    </g>
  )
}

export interface Line extends Pick<Series, 'times' | 'values'> {
  /** A class of the style sheet, for color and dash. */
  kind: string
}

/** A value that lasts until it changes: level lines and upright steps, to the end of the plot. */
export function StepLine({ line, x, y }: { line: Line; x: Scale; y: Scale }): JSX.Element {
  const { times, values, kind } = line
  const clamped = (value: number) => y(Math.min(value, y.to * 1.02))
  const d = times
    .map((time, index) => {
      const [px, py] = [x(time).toFixed(1), clamped(values[index]!).toFixed(1)]
      return index === 0 ? `M${px} ${py}` : `H${px}V${py}`
    })
    .join('')
  return <path class={`line ${kind}`} d={times.length === 0 ? '' : `${d}H${x(x.to).toFixed(1)}`} />
}
