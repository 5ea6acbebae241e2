import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { rateText, strings } from '#strings'
import { useIsLive } from '../site/index.ts'
import { FigureRunner, playing } from './figure-runner.ts'
import { figureId } from './focus.ts'
import { type Finishes, judged, type MapRow, mapRows } from './heat-map.ts'
import { FigurePrograms } from './program-text.tsx'
import { finishOf, type ShownFigure } from './view.ts'

const words = strings.figureViews.map
/** Shows which variant was faster by more than a color. */
const SIGNS = ['●', '○'] as const
/** Factor at which a cell has its full color. */
const FULL = 4

export interface HeatMapProps extends ShownFigure {
  /** Recorded results, row by row. */
  finishes: readonly (readonly Finishes[])[]
}

/** The island of a heat map: which of two variants is faster, for every combination of two knobs. */
export function LiveHeatMap(props: HeatMapProps): JSX.Element {
  const { id, figure, files } = props
  const rows = useMemo(() => mapRows(figure), [figure])
  const runner = useMemo(() => begin(props, rows), [rows])
  useEffect(() => () => runner.dispose(), [runner])
  const isLive = useIsLive()
  const runAgain = () => {
    runner.results.value = runner.results.value.map(() => null)
    runner.change({}, runner.seed.value + 1)
  }
  const { between, across, down } = figure.map!
  const titles = between.map((name) => figure.variants[name]!.title) as [string, string]
  return (
    <figure class="live-figure heat-map" id={figureId(id)} aria-label={figure.title}>
      <div class="race-code">
        <FigurePrograms figure={figure} files={files} />
      </div>
      <div class="heat-view" tabIndex={0} role="group" aria-label={figure.title}>
        <table>
          <caption>
            {titles.map((title, index) => (
              <span key={title} class={`cell-${index}`}>
                {SIGNS[index]} {words.first(title)}
              </span>
            ))}
          </caption>
          <thead>
            <tr>
              <th scope="col">
                {strings.figure[down]} / {strings.figure[across]}
              </th>
              {rows[0]!.cells.map(({ value }) => (
                <th key={value} scope="col">
                  {shown(across, value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ value, cells }, row) => (
              <tr key={value}>
                <th scope="row">{shown(down, value)}</th>
                {cells.map((cell, column) => (
                  <Cell
                    key={cell.value}
                    finishes={finishesOf(runner.results.value, row * cells.length + column)}
                    titles={titles}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <fieldset class="figure-panel" disabled={!isLive || runner.isRunning.value}>
        <div class="knobs" onPointerEnter={() => runner.prepare()} onFocusIn={() => runner.prepare()}>
          <button type="button" class="button" onClick={runAgain}>
            {words.run}
          </button>
          <p class="figure-note" role="status">
            {runner.isRunning.value ? strings.figure.running : runner.note.value}
          </p>
        </div>
      </fieldset>
    </figure>
  )
}

/** Two worlds per cell, row by row. */
function begin(props: HeatMapProps, rows: readonly MapRow[]): FigureRunner<Nanoseconds | null> {
  const first = rows.flatMap(({ cells }, row) =>
    cells.flatMap(({ settings }, column) =>
      settings.map((one, index) => ({ settings: one, result: props.finishes[row]?.[column]?.[index] ?? null })),
    ),
  )
  const play = playing(props)
  return new FigureRunner<Nanoseconds | null>(first, {
    seed: props.figure.seed,
    play: async (...world) => finishOf(await play(...world)),
    note: words.recorded,
  })
}

/** Results of a cell's two worlds; null until both are known. */
function finishesOf(results: readonly (Nanoseconds | null)[], cell: number): Finishes | null {
  const [one, other] = results.slice(2 * cell)
  return typeof one === 'number' && typeof other === 'number' ? [one, other] : null
}

function Cell({ finishes, titles }: { finishes: Finishes | null; titles: readonly [string, string] }): JSX.Element {
  if (!finishes) return <td>…</td>
  const { first, factor } = judged(finishes)
  const said = words.times(titles, finishes)
  if (first === null) return <td title={said}>=</td>
  const heat = Math.round(Math.min(1, Math.log(factor) / Math.log(FULL)) * 30)
  return (
    <td class={`cell-${first}`} style={{ '--heat': `${10 + heat}%` }} title={said}>
      <span aria-hidden="true">{SIGNS[first]} </span>
      <span class="sr-only">{words.first(titles[first])} </span>
      {words.factor(factor)}
    </td>
  )
}

function shown(knob: 'delay' | 'loss' | 'rate' | 'queue', value: string | number): string {
  if (knob === 'rate') return rateText(String(value))
  if (knob === 'loss') return `${Math.round(Number(value) * 100)}%`
  return String(value).replace(/(\d)([a-z])/, '$1 $2')
}
