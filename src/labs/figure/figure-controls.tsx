import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { DrawnPacket } from '../recording/packet-view/index.ts'
import { endOf } from './view.ts'

const words = strings.figure
/** A whole figure plays in about this many real milliseconds, whatever its virtual time. */
const PLAYS_IN = 7000
/** Real milliseconds for which each moment stands where nothing may fly. */
const CALM_STEP = 500

interface Shown {
  /** In the order of sending. */
  packets: readonly DrawnPacket[]
  /** null is the end. */
  moment: Signal<Nanoseconds | null>
}

/** Looking at the past of the figure: play, one packet back and on, any moment. */
export function FigureControls(shown: Shown): JSX.Element {
  const { packets, moment } = shown
  const isPlaying = useSignal(false)
  const end = endOf(shown)
  const now = moment.value ?? end
  usePlaying(isPlaying.value, shown, end, () => {
    isPlaying.value = false
  })
  const times = packets.map((packet) => packet.at)
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
      <button
        type="button"
        class="step-button"
        aria-label={words.back}
        title={words.back}
        onClick={() => show(times.findLast((time) => time < now) ?? 0)}
      >
        <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
          <path d="M9 1 3 6l6 5zM11 1h2v10h-2z" fill="currentColor" />
        </svg>
      </button>
      <button
        type="button"
        class="step-button"
        aria-label={words.on}
        title={words.on}
        onClick={() => show(times.find((time) => time > now) ?? end)}
      >
        <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
          <path d="M5 1l6 5-6 5zM1 1h2v10H1z" fill="currentColor" />
        </svg>
      </button>
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

/** Moves the moment on as long as it plays: with the frames of the page, or from packet to packet for those who want no motion. */
function usePlaying(isPlaying: boolean, shown: Shown, end: number, stop: () => void): void {
  useEffect(() => {
    if (!isPlaying) return
    const ended = () => {
      shown.moment.value = null
      stop()
    }
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    return isCalm ? playCalmly(shown, end, ended) : play(shown, end, ended)
  }, [isPlaying])
}

/** Idle stretches are as short as the ladder's folds. Returns what ends it. */
function play(shown: Shown, end: number, ended: () => void): () => void {
  let before = performance.now()
  const busy = busyTime(shown, end)
  const step = (now: number) => {
    const at = shown.moment.value ?? 0
    const reached = skipIdle(shown, at + ((now - before) / PLAYS_IN) * busy)
    before = now
    if (reached >= end) return ended()
    shown.moment.value = reached
    frame = requestAnimationFrame(step)
  }
  let frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}

/** Of many packets some are passed over, so that it takes no longer. Returns what ends it. */
function playCalmly({ packets, moment }: Shown, end: number, ended: () => void): () => void {
  const atOnce = Math.ceil((packets.length * CALM_STEP) / PLAYS_IN)
  const step = () => {
    const later = packets.filter(({ at }) => at > (moment.value ?? 0))
    const next = later[Math.min(atOnce, later.length) - 1]
    if (next === undefined || next.at >= end) return ended()
    moment.value = next.at
  }
  const timer = setInterval(step, CALM_STEP)
  return () => clearInterval(timer)
}

const LONGEST_IDLE = 30e6

/** Virtual time in which something is on the wire, or is soon. */
function busyTime({ packets }: Shown, end: number): number {
  let busy = 0
  let until = 0
  for (const packet of packets) {
    busy += Math.min(Math.max(0, packet.at - until), LONGEST_IDLE)
    const arrives = packet.arrives ?? packet.at
    busy += Math.max(0, arrives - Math.max(until, packet.at))
    until = Math.max(until, arrives)
  }
  return Math.max(1e6, Math.min(busy, end))
}

/** In a long idle stretch: on to shortly before the next packet. */
function skipIdle({ packets }: Shown, moment: number): number {
  const isBusy = packets.some((packet) => packet.at <= moment && (packet.arrives ?? packet.at) >= moment)
  const next = packets.find((packet) => packet.at > moment)
  return isBusy || !next ? moment : Math.max(moment, next.at - LONGEST_IDLE)
}
