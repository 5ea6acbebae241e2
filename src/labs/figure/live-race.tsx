import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { LadderDrawing, layoutLadder, timeAxis } from '../ladder/index.ts'
import { useIsLive, useIsNarrow } from '../site/index.ts'
import { FigureControls } from './figure-controls.tsx'
import type { FigureSettings } from './figure-file.ts'
import { FigureOutput } from './figure-output.tsx'
import { FigureRunner, playing } from './figure-runner.ts'
import { figureId } from './focus.ts'
import { Knobs } from './knobs.tsx'
import { FigurePrograms } from './program-text.tsx'
import { type FigureRun, restoreRun, type StoredRun } from './stored-run.ts'
import { endOf, finishOf, pixelsPerMillisecond, type ShownFigure } from './view.ts'

const words = strings.figureViews.race

export interface RaceProps extends ShownFigure {
  lanes: readonly [LaneProps, LaneProps]
  /** Marks the first to deliver the last byte of data; otherwise the two are only compared. */
  isTimed: boolean
}
interface LaneProps {
  title: string
  settings: FigureSettings
  run: StoredRun
}

/** The island of a race: one program under two conditions, side by side on one clock. */
export function LiveRace(props: RaceProps): JSX.Element {
  const { id, figure, files, hosts, lanes, isTimed } = props
  const runner = useMemo(() => begin(props), [lanes])
  useEffect(() => () => runner.dispose(), [runner])
  const recordings = runner.results.value
  const finishes = recordings.map(finishOf)
  const last = Math.max(...recordings.map(endOf))
  return (
    <figure class="live-figure race" id={figureId(id)} aria-label={figure.title}>
      <div class="race-code">
        <FigurePrograms figure={figure} files={files} />
      </div>
      {recordings.map((recording, index) => (
        <Lane
          key={index}
          title={lanes[index]!.title}
          hosts={hosts}
          recording={recording}
          moment={runner.moment.value}
          last={last}
          goal={isTimed ? { at: finishes[index]!, isFirst: finishes[index]! < finishes[1 - index]! } : null}
          pixelsPerMillisecond={scaleFor(recordings, pixelsPerMillisecond(runner.settings.value[index]!))}
        />
      ))}
      <fieldset class="figure-panel" disabled={!useIsLive()}>
        <figcaption class="figure-foot">
          <FigureControls runs={recordings} moment={runner.moment} />
        </figcaption>
        <Knobs figure={figure} runner={runner} />
      </fieldset>
    </figure>
  )
}

function begin(props: RaceProps): FigureRunner<FigureRun> {
  const first = props.lanes.map(({ settings, run }) => ({ settings, result: restoreRun(run) }))
  return new FigureRunner<FigureRun>(first, { seed: props.figure.seed, play: playing(props) })
}

/** Longer idle stretches, in milliseconds, are folded. */
const FOLD_OVER = 120

/** Both ladders share a scale; without the folds, neither is longer than a page. */
function scaleFor(recordings: readonly FigureRun[], wanted: number): number {
  const unfolded = recordings.map(({ packets }) => {
    const spans = packets.map(({ at, arrives }) => [at, arrives ?? at] as const)
    return timeAxis(spans, { pixelsPerMillisecond: 1, foldOver: FOLD_OVER, foldHeight: 0 }).height
  })
  return Math.min(wanted, 900 / Math.max(1, ...unfolded))
}

interface LaneViewProps {
  title: string
  hosts: readonly string[]
  recording: FigureRun
  moment: Nanoseconds | null
  /** End of the slower one, the full length of both bars. */
  last: Nanoseconds
  /** In a timed race: when it finished. */
  goal: { at: Nanoseconds; isFirst: boolean } | null
  pixelsPerMillisecond: number
}

function Lane(props: LaneViewProps): JSX.Element {
  const { title, hosts, recording, moment, last, goal } = props
  const layout = layoutLadder(recording.packets, {
    hosts,
    width: useIsNarrow() ? 330 : 420,
    margin: 62,
    foldOver: FOLD_OVER,
    pixelsPerMillisecond: props.pixelsPerMillisecond,
    ...(moment !== null && { now: moment }),
  })
  const end = goal?.at ?? endOf(recording)
  const shown = Math.min(moment ?? end, end)
  return (
    <section class="lane" aria-label={title}>
      <h3>
        {title}
        {goal && <span class={goal.isFirst ? 'first' : ''}>{words.finish(goal.at)}</span>}
      </h3>
      <div class="lane-bar" aria-hidden="true">
        <i style={{ width: `${(shown / last) * 100}%` }} />
      </div>
      <LadderDrawing
        layout={layout}
        label={strings.figure.ladderLabel(recording.packets.length, hosts.join(' and '))}
        now={moment}
        showHosts
      />
      <p class="lane-sum">{words.sum(recording.packets.length)}</p>
      <FigureOutput recording={recording} moment={moment} />
    </section>
  )
}
