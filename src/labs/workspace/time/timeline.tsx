import type { JSX } from 'preact'
import { strings } from '#strings'
import { type TimeAxis, timeAxis } from '../../ladder/index.ts'
import { lifelines } from '../lifelines.ts'
import { near } from '../near.ts'
import type { Workspace } from '../workspace.ts'
import { flightPaths } from './flight-paths.ts'
import type { TimeControl } from './time-control.ts'
import { roomFor } from './timeline-steps.ts'

const WIDTH = 1000
const LANES = { first: 24, second: 46 }
/** At this size more packets could not be told apart: those near the current time are drawn. */
const SHOWN = 400
/** An arrow key moves the handle by one event, a page key by this many. */
const PAGE = 10

/** The ladder as a horizontal strip, with the same folds; dragging its handle goes to any moment. */
export function Timeline({ workspace, time }: { workspace: Workspace; time: TimeControl }): JSX.Element {
  const { shown, now, moment } = workspace
  const recording = shown.value?.recording
  recording?.version.value
  const listed = workspace.links.listed(shown.value)
  const sent = workspace.links.countTo(recording?.sentBy(now.value) ?? 0, shown.value)
  const packets = workspace.links.drawn(near(listed, sent, SHOWN), shown.value)
  const nodes = lifelines(packets, workspace)
  const lane = (host: string) => (nodes.indexOf(host) <= 0 ? LANES.first : LANES.second)
  const flights = packets.map((packet) => [packet.at, packet.arrives ?? packet.at] as const)
  const axis = timeAxis(flights, { pixelsPerMillisecond: 3.5, foldOver: 24, foldHeight: 60 })
  const scale = axis.height > 0 ? Math.min(4, (WIDTH - 20) / axis.height) : 1
  const x = (at: number) => 10 + axis.y(at) * scale
  const handle = packets.length > 0 ? x(now.value) : null
  return (
    <div class="timeline">
      <div class="lane-names" aria-hidden="true">
        {[...nodes.slice(0, 1), ...(nodes.length > 2 ? [strings.time.others] : nodes.slice(1))].map((node) => (
          <span key={node}>{node}</span>
        ))}
      </div>
      <TimelineSlider workspace={workspace} time={time} axis={axis} scale={scale}>
        <svg viewBox={`0 0 ${WIDTH} 72`} preserveAspectRatio="none" aria-hidden="true">
          <line class="lane" x1="0" x2={WIDTH} y1={LANES.first} y2={LANES.first} />
          <line class="lane" x1="0" x2={WIDTH} y1={LANES.second} y2={LANES.second} />
          {axis.folds.map((fold) => (
            <rect
              key={fold.from}
              class="fold"
              x={10 + fold.y * scale + 4}
              y="16"
              width={Math.max(2, fold.height * scale - 8)}
              height="38"
            />
          ))}
          {flightPaths(packets, { x, lane, now: now.value, selected: workspace.selected.value }).map(([names, d]) => (
            <path key={names} class={names} d={d} vector-effect="non-scaling-stroke" />
          ))}
        </svg>
        {roomFor(shown.value?.steps ?? [], ({ at }) => x(at), 6.4).map(({ at, text, isFailed }) => (
          <span key={at} class={isFailed ? 'test-step failed' : 'test-step'} style={placed(x(at))} aria-hidden="true">
            {isFailed ? `${text} ${strings.tests.status.failed}` : text}
          </span>
        ))}
        {handle !== null && (
          <span class={moment.value === null ? 'handle' : 'handle earlier'} style={`left:${(handle / WIDTH) * 100}%`} />
        )}
      </TimelineSlider>
    </div>
  )
}

/** A label near the right edge ends where it would begin. */
const placed = (x: number) => (x > WIDTH * 0.85 ? `right:${(1 - x / WIDTH) * 100}%` : `left:${(x / WIDTH) * 100}%`)

interface SliderProps {
  workspace: Workspace
  time: TimeControl
  axis: TimeAxis
  scale: number
  children: preact.ComponentChildren
}

/** The current time as a slider: by the mouse anywhere, by arrow keys from packet to packet. */
function TimelineSlider({ workspace, time, axis, scale, children }: SliderProps): JSX.Element {
  const { now, shown, announcement } = workspace
  const end = shown.value?.recording.now ?? 0
  const seek = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const place = ((event.clientX - box.left) / box.width) * WIDTH
    const y = (place - 10) / scale
    time.seek(y >= axis.height - 0.5 ? null : axis.time(Math.max(0, y)))
  }
  const onKey = (event: KeyboardEvent) => {
    const step = KEYS[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (step === 'start') time.toStart()
    else if (step === 'end') time.toEnd()
    else void walk(time, step)
  }
  const isEmpty = end === 0
  return (
    <div
      class="scrub"
      role="slider"
      tabIndex={0}
      aria-label={strings.time.slider}
      aria-valuemin={0}
      aria-valuemax={Math.round(end / 1e3) / 1e3}
      aria-valuenow={Math.round(now.value / 1e3) / 1e3}
      aria-valuetext={announcement.value || strings.time.pausedAt(now.value)}
      aria-disabled={isEmpty}
      onPointerDown={(event) => {
        if (isEmpty) return
        event.currentTarget.setPointerCapture(event.pointerId)
        time.hold()
        seek(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
      onKeyDown={onKey}
    >
      {children}
    </div>
  )
}

const KEYS: Record<string, number | 'start' | 'end'> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: PAGE,
  PageDown: -PAGE,
  Home: 'start',
  End: 'end',
}

async function walk(time: TimeControl, steps: number): Promise<void> {
  for (let i = 0; i < Math.abs(steps); i++) {
    if (steps > 0) await time.stepOn()
    else time.stepBack()
  }
}
