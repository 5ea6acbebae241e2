import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { busyTime, endOfHappenings, type Happening, happeningsOf, skipIdle } from './happenings.ts'
import type { FigureRun } from './stored-run.ts'

const words = strings.figure
/** Real milliseconds to play a whole figure, whatever its virtual time. */
const PLAYS_IN = 7000
/** Real milliseconds per step with reduced motion. */
const CALM_STEP = 500

interface FigureControlsProps {
  /** Runs on one clock. */
  runs: readonly FigureRun[]
  /** Null is the end. */
  moment: Signal<Nanoseconds | null>
  /** Plays by itself at first. */
  plays?: boolean
}

interface Shown extends Pick<FigureControlsProps, 'moment'> {
  happenings: readonly Happening[]
  end: Nanoseconds
}

/** Playback controls of a figure: play, previous and next packet, any moment. */
export function FigureControls({ runs, moment, plays = false }: FigureControlsProps): JSX.Element {
  const isPlaying = useSignal(false)
  useEffect(() => {
    if (!plays || isCalm()) return
    moment.value = 0
    isPlaying.value = true
  }, [])
  const happenings = happeningsOf(runs)
  const end = endOfHappenings(happenings)
  const now = moment.value ?? end
  usePlaying(isPlaying.value, { happenings, end, moment }, () => {
    isPlaying.value = false
  })
  const times = runs.flatMap(({ packets }) => packets.map(({ at }) => at)).sort((a, b) => a - b)
  const show = (next: number) => {
    isPlaying.value = false
    moment.value = next >= end ? null : next
  }
  return (
    <>
      <button
        type="button"
        class="play small"
        aria-label={isPlaying.value ? words.pause : words.play}
        onClick={() => {
          if (!isPlaying.value && moment.value === null) moment.value = 0
          isPlaying.value = !isPlaying.value
        }}
      >
        <svg width="12" height="12" viewBox="0 0 14 14" aria-hidden="true">
          <path d={isPlaying.value ? 'M3 2h3v10H3zM8 2h3v10H8z' : 'M4 2l8 5-8 5z'} fill="currentColor" />
        </svg>
      </button>
      <StepButton
        label={words.previous}
        path="M9 1 3 6l6 5zM11 1h2v10h-2z"
        onStep={() => show(times.findLast((time) => time < now) ?? 0)}
      />
      <StepButton
        label={words.next}
        path="M5 1l6 5-6 5zM1 1h2v10H1z"
        onStep={() => show(times.find((time) => time > now) ?? end)}
      />
      <input
        class="moment"
        type="range"
        min="0"
        max={end}
        step="100000"
        value={now}
        aria-label={words.moment}
        aria-valuetext={words.now(now, end)}
        onInput={(event) => show(Number(event.currentTarget.value))}
      />
      <span class="moment-text">{words.now(now, end)}</span>
    </>
  )
}

function StepButton({ label, path, onStep }: { label: string; path: string; onStep: () => void }): JSX.Element {
  return (
    <button type="button" class="step-button" aria-label={label} title={label} onClick={onStep}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
        <path d={path} fill="currentColor" />
      </svg>
    </button>
  )
}

/** Advances the current time during playback: with the page's frames, or packet by packet with reduced motion. */
function usePlaying(isPlaying: boolean, shown: Shown, stop: () => void): void {
  useEffect(() => {
    if (!isPlaying) return
    const ended = () => {
      shown.moment.value = null
      stop()
    }
    return isCalm() ? playCalmly(shown, ended) : play(shown, ended)
  }, [isPlaying])
}

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Plays idle stretches as short as the ladder's folds. Returns the cleanup. */
function play(shown: Shown, ended: () => void): () => void {
  let before = performance.now()
  const busy = busyTime(shown.happenings)
  const step = (now: number) => {
    const at = shown.moment.value ?? 0
    const reached = skipIdle(shown.happenings, at + ((now - before) / PLAYS_IN) * busy)
    before = now
    if (reached >= shown.end) return ended()
    shown.moment.value = reached
    frame = requestAnimationFrame(step)
  }
  let frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}

/** Steps through events, skipping some of many, so that playback takes no longer. Returns the cleanup. */
function playCalmly({ happenings, end, moment }: Shown, ended: () => void): () => void {
  const atOnce = Math.ceil((happenings.length * CALM_STEP) / PLAYS_IN)
  const step = () => {
    const later = happenings.filter(({ at }) => at > (moment.value ?? 0))
    const next = later[Math.min(atOnce, later.length) - 1]
    if (next === undefined || next.at >= end) return ended()
    moment.value = next.at
  }
  const timer = setInterval(step, CALM_STEP)
  return () => clearInterval(timer)
}
