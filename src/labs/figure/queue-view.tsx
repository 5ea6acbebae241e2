import type { JSX } from 'preact'
import { type QueueSeries, queueSeries } from '#network'
import { strings } from '#strings'
import { Plot, StepLine } from '../plots/index.ts'
import type { Recording } from '../recording/index.ts'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.queueView
const [WIDTH, HEIGHT] = [520, 300]

/** The fullest queue of the world: packets waiting now, and over time. */
export function QueueView({ recording, moment }: FigureViewProps): JSX.Element {
  const fullest = fullestQueue(recording)
  if (!fullest) return <p class="figure-empty">{words.none}</p>
  const { from, series } = fullest
  const { frames, dropped } = series
  const at = moment ?? endOfTraffic(recording)
  const waiting = valueAt(frames, at)
  const lost = valueAt(dropped, at)
  const most = Math.max(2, ...frames.values)
  return (
    <>
      <Tray from={from} waiting={waiting} room={most} lost={lost} />
      <Plot
        width={WIDTH}
        height={HEIGHT}
        end={endOfTraffic(recording)}
        most={most * 1.08}
        moment={moment}
        isWhole
        title={words.axis(from)}
        label={words.label(from, most, dropped.values.at(-1) ?? 0)}
      >
        {(x, y) => (
          <>
            <StepLine line={{ ...frames, kind: 'queue' }} x={x} y={y} />
            {dropped.times.map((time, index) =>
              dropped.values[index]! > (dropped.values[index - 1] ?? 0) ? (
                <path key={time} class="drop" d={`M${x(time) - 4} ${y(most) - 8}l8 8m0-8l-8 8`} />
              ) : null,
            )}
          </>
        )}
      </Plot>
      <p class="signs">
        <span>{words.most(most)}</span>
        <span>{words.dropped(dropped.values.at(-1) ?? 0)}</span>
      </p>
    </>
  )
}

/** The packets waiting now; the next one to leave is on the right. */
function Tray({ from, waiting, room, lost }: { from: string; waiting: number; room: number; lost: number }) {
  const places = Math.min(room, 40)
  const shown = Math.min(waiting, places)
  return (
    <div class="tray" role="img" aria-label={words.now(from, waiting, lost)}>
      <span class="tray-places" aria-hidden="true">
        {Array.from({ length: places }, (_, index) => (
          <i key={index} class={places - index <= shown ? 'waits' : ''} />
        ))}
      </span>
      <span>
        <b>{waiting}</b> {words.waiting}
        {lost > 0 && <em>{words.dropped(lost)}</em>}
      </span>
    </div>
  )
}

function fullestQueue(recording: Recording): { from: string; series: QueueSeries } | null {
  const { history } = recording
  if (history.segments.length === 0) return null
  const ends = [
    ...new Set(
      history
        .at(history.now)
        .rows('queues')
        .map(({ from }) => from),
    ),
  ]
  const all = ends.map((from) => ({ from, series: queueSeries(history, from) }))
  const peak = ({ series }: (typeof all)[number]) => Math.max(0, ...series.frames.values, ...series.dropped.values)
  return all.sort((a, b) => peak(b) - peak(a))[0] ?? null
}

/** Value of a series at a moment. */
function valueAt({ times, values }: Pick<QueueSeries['frames'], 'times' | 'values'>, at: number): number {
  return values[times.findLastIndex((time) => time <= at)] ?? 0
}
