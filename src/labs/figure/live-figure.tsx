import { useSignal, useSignalEffect } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { keepInView, LadderTable } from '../ladder/index.ts'
import type { Recording } from '../recording/index.ts'
import { useIsLive } from '../site/index.ts'
import { FigureControls } from './figure-controls.tsx'
import { FigureOutput } from './figure-output.tsx'
import type { FigureRunner } from './figure-runner.ts'
import { figureId, focus } from './focus.ts'
import { Knobs } from './knobs.tsx'
import { FigurePrograms } from './program-text.tsx'
import type { FigureRun } from './stored-run.ts'
import { type FigureOverlay, type FigureView, pixelsPerMillisecond, type ShownFigure } from './view.ts'

const words = strings.figure

export interface LiveFigureProps<Run extends FigureRun> extends ShownFigure {
  view: FigureView<Run | Recording>
  runner: FigureRunner<Run | Recording>
  /** Hides the programs: the view gets the full width. */
  isWide?: boolean
  /** Hides the time controls: the view shows one packet. */
  isStill?: boolean
  /** Plays by itself at first, unless the reader prefers less motion. */
  plays?: boolean
  /** The packet selected first. */
  selected?: number
  overlay?: FigureOverlay
  /** Shown instead of the view while a prediction is open. */
  instead?: ComponentChildren
}

/**
 * The frame of every figure: programs on the left, a view of their world on the right; below, the time controls and the
 * settings. Initially it shows the run recorded when the site was built.
 */
export function LiveFigure<Run extends FigureRun>(props: LiveFigureProps<Run>): JSX.Element {
  const { id, figure, files, hosts, runner, isWide = false, isStill = false, instead } = props
  useEffect(() => () => runner.dispose(), [runner])
  const isLive = useIsLive()
  const asTable = useSignal(false)
  const selected = useSignal<number | null>(props.selected ?? null)
  useSignalEffect(() => {
    if (focus.value?.figure === id) selected.value = focus.value.packet
  })
  const recording = runner.results.value[0]!
  const moment = runner.moment.value
  const View = props.view
  const view = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => keepInView(view.current, view.current?.querySelector('.now')), [moment])
  return (
    <figure class={`live-figure${isWide ? ' wide' : ''}`} id={figureId(id)} aria-label={figure.title}>
      <div class="figure-body">
        {!isWide && (
          <div class="figure-code">
            <FigurePrograms figure={figure} files={files} />
            {instead === undefined && <FigureOutput recording={recording} moment={moment} />}
          </div>
        )}
        {/* Scrolls if it does not fit, by keyboard too. */}
        <div ref={view} class="figure-view" tabIndex={0} role="group" aria-label={figure.title}>
          {instead ??
            (asTable.value ? (
              <LadderTable packets={recording.packets} caption={strings.ladder.caption} />
            ) : (
              <View
                recording={recording}
                moment={moment}
                hosts={hosts}
                selected={selected.value}
                pixelsPerMillisecond={pixelsPerMillisecond(runner.settings.value[0]!)}
                onSelect={(packet) => {
                  selected.value = packet
                }}
                onMoment={(next) => {
                  runner.moment.value = next
                }}
                {...(props.overlay && { overlay: props.overlay })}
              />
            ))}
        </div>
      </div>
      {instead === undefined && (
        <fieldset class="figure-panel" disabled={!isLive}>
          {!isStill && (
            <figcaption class="figure-foot">
              <FigureControls runs={[recording]} moment={runner.moment} plays={props.plays ?? false} />
              <button
                type="button"
                class="button"
                aria-pressed={asTable.value}
                onClick={() => {
                  asTable.value = !asTable.value
                }}
              >
                {asTable.value ? words.asDrawing : words.asTable}
              </button>
            </figcaption>
          )}
          <Knobs figure={figure} runner={runner} />
        </fieldset>
      )}
    </figure>
  )
}
