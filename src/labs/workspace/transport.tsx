import type { JSX } from 'preact'
import { clockText, strings } from '../../strings/index.ts'
import type { RunState } from './run-state.ts'
import { Timeline } from './timeline.tsx'
import type { Workspace } from './workspace.ts'

const words = strings.transport
const SPEEDS = [0.01, 0.1, 1, 10]

/** The clock, and what can be done with time now: let it go, hold it, make it slower. */
export function Transport({ workspace, run }: { workspace: Workspace; run: RunState }): JSX.Element {
  const shown = workspace.shown.value
  shown?.recording.version.value
  const now = shown?.recording.now ?? 0
  const isLive = run.isUnderWay.value
  const isPaused = run.isPaused.value
  return (
    <section class="transport" aria-label={strings.lab.panes.transport}>
      <h2 class="sr-only">{strings.lab.panes.transport}</h2>
      <div class="controls">
        <button
          type="button"
          class="play"
          disabled={!isLive}
          aria-label={isLive && !isPaused ? words.pause : words.go}
          title={isLive ? (isPaused ? words.go : words.pause) : words.notStarted}
          onClick={() => {
            run.isPaused.value = !isPaused
          }}
        >
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d={isLive && !isPaused ? 'M3 2h3v10H3zM8 2h3v10H8z' : 'M4 2l8 5-8 5z'} fill="currentColor" />
          </svg>
        </button>
        <div class="clock" role="timer" aria-label={words.clock}>
          <b>{clockText(now)}</b>
          <span>{stateWords(workspace, run)}</span>
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
      <Timeline workspace={workspace} />
    </section>
  )
}

function stateWords({ shown }: Workspace, run: RunState): string {
  if (shown.value?.source === 'test') return words.ofTest(shown.value.id)
  if (run.stuckFor.value > 0) return words.stuck
  if (run.isUnderWay.value) return run.isPaused.value ? words.paused : words.live
  if (run.phase.value === 'ended') return words.ended
  return run.phase.value === 'stopped' ? words.stopped : words.notStarted
}
