import type { JSX } from 'preact'
import { clockText, strings } from '#strings'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import type { TimeControl } from './time-control.ts'
import { Timeline } from './timeline.tsx'

const words = strings.transport
const SPEEDS = [0.01, 0.1, 1, 10]

interface TransportProps {
  workspace: Workspace
  run: RunState
  time: TimeControl
  /** Goes to the next packet that matches the filter. */
  onMatch: () => void
}

/** The clock and the time controls: run, pause, step, go back. */
export function Transport({ workspace, run, time, onMatch }: TransportProps): JSX.Element {
  const { now, moment, shown } = workspace
  const isLive = run.isUnderWay.value && shown.value?.source === 'run' && moment.value === null
  const goes = isLive ? !run.isPaused.value : time.isPlaying.value
  const isEmpty = (shown.value?.recording.packets.length ?? 0) === 0
  const nothing = isEmpty && !isLive
  const why = nothing ? words.notStarted : undefined
  const playWord = goes ? words.pause : isLive ? words.go : words.play
  return (
    <section class="transport" aria-label={strings.lab.panes.transport}>
      <h2 class="sr-only">{strings.lab.panes.transport}</h2>
      <div class="controls">
        <TransportButton word={words.start} shortcut="Home" path={START} why={why} act={() => time.toStart()} />
        <TransportButton word={words.previous} shortcut="," path={BACK} why={why} act={() => time.stepBack()} />
        <button
          type="button"
          class="play"
          aria-disabled={nothing}
          aria-label={playWord}
          title={why ?? `${playWord} (Space)`}
          onClick={() => !nothing && time.toggle()}
        >
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d={goes ? 'M3 2h3v10H3zM8 2h3v10H8z' : 'M4 2l8 5-8 5z'} fill="currentColor" />
          </svg>
        </button>
        <TransportButton
          name="step-on"
          word={words.next}
          shortcut="."
          path={ON}
          why={why}
          act={() => void time.stepOn()}
        />
        <TransportButton word={words.match} shortcut="N" path={MATCH} why={why} act={onMatch} />
        <TransportButton word={words.end} shortcut="End" path={END} why={why} act={() => time.toEnd()} />
        <div class="clock" role="timer" aria-label={words.clock}>
          <b>{clockText(now.value)}</b>
          <span>{stateWords(workspace, run, time)}</span>
        </div>
        <select
          class="speed"
          aria-label={words.speed}
          title={words.speed}
          value={run.speed.value}
          onChange={(event) => {
            run.speed.value = Number(event.currentTarget.value)
          }}
        >
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {words.speedOption(speed)}
            </option>
          ))}
        </select>
      </div>
      <Timeline workspace={workspace} time={time} />
    </section>
  )
}

const START = 'M2 2h2v10H2zM13 2v10L5 7zM8 2v10'
const BACK = 'M3 2h2v10H3zM12 2v10L5 7z'
const ON = 'M9 2h2v10H9zM2 2l7 5-7 5z'
const MATCH = 'M1 6h4V3l5 4-5 4V8H1zM12 4a3 3 0 1 1-.01 0z'
const END = 'M1 2l6 5-6 5zM7 2l6 5-6 5z'

interface TransportButtonProps {
  name?: string
  word: string
  shortcut: string
  path: string
  /** Why the button is disabled. */
  why: string | undefined
  act: () => void
}

function TransportButton({ name = '', word, shortcut, path, why, act }: TransportButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`time-button ${name}`}
      aria-disabled={why !== undefined}
      aria-label={word}
      title={why ?? `${word} (${shortcut})`}
      onClick={() => why === undefined && act()}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path d={path} fill="currentColor" />
      </svg>
    </button>
  )
}

function stateWords({ shown, moment }: Workspace, run: RunState, time: TimeControl): string {
  if (shown.value?.source === 'file') return words.file
  if (shown.value?.source === 'test') return words.ofTest(shown.value.id)
  if (run.isReplaying.value) return words.replaying
  if (run.stuckFor.value > 0) return words.stuck
  if (moment.value !== null) return time.isPlaying.value ? words.playing : words.history
  if (run.isUnderWay.value) return run.isPaused.value ? words.paused : words.live
  if (run.phase.value === 'ended') return words.ended
  return run.phase.value === 'stopped' ? words.stopped : words.notStarted
}
