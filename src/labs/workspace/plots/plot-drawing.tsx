import type { JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Plot, PlotLine } from './plot-data.ts'

const SIZE = { width: 372, height: 260, left: 52, right: 10, top: 12, bottom: 26 }
const TICKS = 4

interface PlotDrawingProps {
  plot: Plot
  title: string
  /** Current time of the page. */
  now: Nanoseconds
  onSeek: (at: Nanoseconds) => void
}

/** One plot over virtual time; a click goes to that moment. */
export function PlotDrawing({ plot, title, now, onSeek }: PlotDrawingProps): JSX.Element {
  const scale = scaleOf(plot)
  const points = plot.lines.reduce((sum, { series }) => sum + series.times.length, 0)
  const { width, height, left, right, top, bottom } = SIZE
  const seek = (event: MouseEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    onSeek(scale.time(((event.clientX - box.left) / box.width) * width))
  }
  return (
    <figure class="lab-plot">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the timeline below is the keyboard's way to a moment */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        role="img"
        aria-label={strings.plots.label(title, points)}
        onClick={seek}
      >
        {ticks(scale.low, scale.high).map((value) => (
          <g key={value} class="tick">
            <line x1={left} x2={width - right} y1={scale.y(value)} y2={scale.y(value)} />
            <text x={left - 6} y={scale.y(value) + 3.5} text-anchor="end">
              {short(value)}
            </text>
          </g>
        ))}
        {ticks(scale.from / 1e6, scale.to / 1e6).map((ms) => (
          <text key={ms} class="tick-time" x={scale.x(ms * 1e6)} y={height - bottom + 15} text-anchor="middle">
            {short(ms)}
          </text>
        ))}
        <text class="tick-time" x={width - right} y={height - 2} text-anchor="end">
          {strings.plots.time}
        </text>
        {plot.lines.map((line, index) => (
          <Line key={line.name} line={line} index={index} scale={scale} />
        ))}
        {now >= scale.from && now <= scale.to && (
          <line class="plot-now" x1={scale.x(now)} x2={scale.x(now)} y1={top} y2={height - bottom} />
        )}
      </svg>
      <figcaption>
        {plot.lines.map(({ name, shape }, index) => (
          <span key={name} class={`legend series-${index} ${shape}`}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

interface Scale {
  from: Nanoseconds
  to: Nanoseconds
  low: number
  high: number
  x(time: Nanoseconds): number
  y(value: number): number
  time(x: number): Nanoseconds
}

function scaleOf({ lines }: Plot): Scale {
  const times = lines.flatMap(({ series }) => [series.times[0] ?? 0, series.times.at(-1) ?? 0])
  const values = lines.flatMap(({ series }) => [...series.values])
  const from = Math.min(...times)
  const to = Math.max(...times, from + 1e6)
  const low = Math.min(0, ...values)
  const high = Math.max(low + 1, ...values)
  const inner = { width: SIZE.width - SIZE.left - SIZE.right, height: SIZE.height - SIZE.top - SIZE.bottom }
  return {
    from,
    to,
    low,
    high,
    x: (time) => SIZE.left + ((time - from) / (to - from)) * inner.width,
    y: (value) => SIZE.top + (1 - (value - low) / (high - low)) * inner.height,
    time: (x) => Math.round(Math.min(to, Math.max(from, from + ((x - SIZE.left) / inner.width) * (to - from)))),
  }
}

function Line({ line: { shape, series }, index, scale }: { line: PlotLine; index: number; scale: Scale }): JSX.Element {
  const points = series.times.map((time, i) => ({ x: scale.x(time), y: scale.y(series.values[i]!) }))
  const name = `series series-${index} ${shape}`
  if (shape === 'points')
    return <path class={name} d={points.map(({ x, y }) => `M${x - 1.5} ${y}h3M${x} ${y - 1.5}v3`).join('')} />
  if (shape === 'crosses')
    return (
      <path
        class={name}
        d={points.map(({ x, y }) => `M${x - 3.5} ${y - 3.5}l7 7M${x + 3.5} ${y - 3.5}l-7 7`).join('')}
      />
    )
  const steps = points.map(({ x, y }, i) => (i === 0 ? `M${x} ${y}` : shape === 'line' ? `L${x} ${y}` : `H${x}V${y}`))
  return <path class={name} d={`${steps.join('')}${shape === 'line' ? '' : `H${scale.x(scale.to)}`}`} />
}

/** Round numbers between two values. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough) ?? 10 * power
  const found: number[] = []
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) found.push(Math.round(value * 1e6) / 1e6)
  return found
}

function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Math.round(value / 1e4) / 100}M`
  return Math.abs(value) >= 1e4 ? `${Math.round(value / 100) / 10}k` : String(Math.round(value * 100) / 100)
}
