import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { strings } from '#strings'
import { scale, shortNumber, ticks } from '../plots/index.ts'
import { useIsLive, useIsNarrow } from '../site/index.ts'
import { type Curve, curvesOf, numberRead } from './curves.ts'
import { FigureRunner, playing } from './figure-runner.ts'
import { figureId } from './focus.ts'
import { Knobs } from './knobs.tsx'
import { FigurePrograms } from './program-text.tsx'
import type { ShownFigure } from './view.ts'

const words = strings.figureViews.curves

export interface CurvesProps extends ShownFigure {
  /** Recorded numbers, curve by curve. */
  numbers: readonly (readonly (number | null)[])[]
}

/** The island of curves: a number that the programs print, under a range of conditions, one world for each point. */
export function LiveCurves(props: CurvesProps): JSX.Element {
  const { id, figure, files, numbers } = props
  const curves = useMemo(() => curvesOf(figure), [figure])
  const runner = useMemo(() => begin(props, curves), [curves])
  useEffect(() => () => runner.dispose(), [runner])
  const asTable = useSignal(false)
  const results = runner.results.value
  const drawn: DrawnCurve[] = curves.map(({ name, points }, line) => ({
    name,
    points: points.map(({ x }, point) => ({ x, y: results[line * points.length + point] ?? null })),
  }))
  return (
    <figure class="live-figure curves" id={figureId(`${id}-curves`)} aria-label={figure.title}>
      <div class="figure-view" tabIndex={0} role="group" aria-label={figure.title}>
        {asTable.value ? (
          <Table figure={figure} curves={drawn} />
        ) : (
          <Drawing figure={figure} curves={drawn} most={Math.max(0, ...numbers.flat().map(Number))} />
        )}
      </div>
      <div class="race-code">
        <FigurePrograms figure={figure} files={files} areFolded />
      </div>
      <fieldset class="figure-panel" disabled={!useIsLive()}>
        <figcaption class="figure-foot">
          <span>{words.worlds(results.length)}</span>
          <button
            type="button"
            class="button"
            aria-pressed={asTable.value}
            onClick={() => {
              asTable.value = !asTable.value
            }}
          >
            {asTable.value ? strings.figure.asDrawing : strings.figure.asTable}
          </button>
        </figcaption>
        <Knobs figure={figure} runner={runner} />
      </fieldset>
    </figure>
  )
}

/** One world for each point, curve by curve. */
function begin(props: CurvesProps, curves: readonly Curve[]): FigureRunner<number | null> {
  const first = curves.flatMap(({ points }, line) =>
    points.map(({ settings }, point) => ({ settings, result: props.numbers[line]?.[point] ?? null })),
  )
  const play = playing(props)
  return new FigureRunner<number | null>(first, {
    seed: props.figure.seed,
    play: async (...world) => numberRead(props.figure, (await play(...world)).printed),
  })
}

interface DrawnCurve {
  name: string
  points: readonly { x: number; y: number | null }[]
}
interface ViewProps {
  figure: ShownFigure['figure']
  curves: readonly DrawnCurve[]
}

/** In units of about a pixel. */
const [WIDE, NARROW, HEIGHT] = [640, 360, 300]
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 16, 14, 46]

function Drawing({ figure, curves, most }: ViewProps & { most: number }): JSX.Element {
  const width = useIsNarrow() ? NARROW : WIDE
  const all = curves.flatMap(({ points }) => points)
  const highest = Math.max(most, ...all.map(({ y }) => y ?? 0))
  const x = scale(0, Math.max(...all.map((point) => point.x)), LEFT, width - RIGHT)
  const y = scale(0, highest * 1.05, HEIGHT - BOTTOM, TOP)
  const { title } = figure.curves!
  return (
    <>
      <Legend figure={figure} curves={curves} />
      <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} width="100%" role="img" aria-label={words.label(title)}>
        {ticks(highest, 5).map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
            <text class="tick" x={LEFT - 7} y={y(value) + 4} text-anchor="end">
              {shortNumber(value)}
            </text>
          </g>
        ))}
        <line class="axis" x1={LEFT} x2={width - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        {curves[0]!.points.map((point) => (
          <text key={point.x} class="tick" x={x(point.x)} y={HEIGHT - BOTTOM + 17} text-anchor="middle">
            {shortNumber(point.x)}
          </text>
        ))}
        <text class="axis-title" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 8} text-anchor="middle">
          {acrossOf(figure)}
        </text>
        {curves.map(({ name, points }, line) => {
          const known = points.flatMap((point) => (point.y === null ? [] : [[x(point.x), y(point.y)] as const]))
          return (
            <g key={name} class={`curve curve-${line}`}>
              <polyline points={known.map((place) => place.join()).join(' ')} />
              {known.map(([px, py]) => (
                <Mark key={px} line={line} x={px} y={py} />
              ))}
            </g>
          )
        })}
      </svg>
    </>
  )
}

/** Tells curves apart by more than a color. */
function Mark({ line, x, y }: { line: number; x: number; y: number }): JSX.Element {
  if (line === 0) return <circle cx={x} cy={y} r="4" />
  const turn = line === 2 ? `rotate(45 ${x} ${y})` : undefined
  return <rect x={x - 3.5} y={y - 3.5} width="7" height="7" transform={turn} />
}

function Legend({ figure, curves }: ViewProps): JSX.Element {
  return (
    <p class="curves-legend">
      <b>{figure.curves!.title}</b>
      <span>{linesOf(figure)}:</span>
      {curves.map(({ name }, line) => (
        <span key={name}>
          <svg class="plot key" viewBox="0 0 26 12" width="26" height="12" aria-hidden="true">
            <g class={`curve curve-${line}`}>
              <polyline points="0,6 26,6" />
              <Mark line={line} x={13} y={6} />
            </g>
          </svg>{' '}
          {name}
        </span>
      ))}
    </p>
  )
}

function Table({ figure, curves }: ViewProps): JSX.Element {
  return (
    <table>
      <caption>{figure.curves!.title}</caption>
      <thead>
        <tr>
          <th scope="col">{acrossOf(figure)}</th>
          {curves.map(({ name }) => (
            <th key={name} scope="col">
              {linesOf(figure)}: {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {curves[0]!.points.map(({ x }, point) => (
          <tr key={x}>
            <th scope="row">{shortNumber(x)}</th>
            {curves.map(({ name, points }) => (
              <td key={name}>{points[point]!.y ?? '…'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const acrossOf = (figure: ShownFigure['figure']) => figure.knobs.params![figure.curves!.across]!.label
const linesOf = (figure: ShownFigure['figure']) => figure.knobs.params![figure.curves!.lines]!.label
