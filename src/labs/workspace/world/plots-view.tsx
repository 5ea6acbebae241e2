import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { EmptyPane } from '../empty-pane.tsx'
import { PlotDrawing, type PlotKind, PlotTable, plotOf, streamsOf } from '../plots/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.plots
const KINDS = Object.keys(words.kinds) as PlotKind[]
/** Milliseconds between two renderings of a plot while packets arrive: a plot reads all data. */
const REDRAW_MS = 400

/** Plots one direction of a connection: the selected packet's, or the first. */
export function PlotsView({ workspace, asTable }: { workspace: Workspace; asTable: boolean }): JSX.Element {
  const kind = useSignal<PlotKind>('sequence')
  const chosen = useSignal<string | null>(null)
  const recording = workspace.shown.value?.recording
  const version = useRested(recording?.version.value ?? 0)
  const streams = useMemo(() => (recording ? streamsOf(recording.packets) : []), [recording, version])
  const selected = recording?.packet(workspace.selected.value)?.position
  const key = (of: { stream: number; fromOpener: boolean }) => `${of.stream} ${of.fromOpener}`
  const wanted = chosen.value ?? (selected ? key({ stream: selected.stream, fromOpener: selected.isFromOpener }) : null)
  const stream = streams.find((one) => key(one) === wanted) ?? streams[0]
  const plot = useMemo(
    () => (recording && stream ? plotOf(recording, kind.value, stream) : null),
    [recording, version, kind.value, stream && key(stream)],
  )
  if (!stream || !plot) return <EmptyPane text={words.empty} />
  const title = words.kinds[kind.value]
  return (
    <div class="body plots-body" tabIndex={0} role="group" aria-label={words.tab}>
      <div class="plot-choice">
        <Choice
          label={words.what}
          value={kind.value}
          options={KINDS.map((id) => [id, words.kinds[id]])}
          onChange={(id) => (kind.value = id as PlotKind)}
        />
        <Choice
          label={words.stream}
          value={key(stream)}
          options={streams.map((one) => [key(one), `${one.from} → ${one.to}, #${one.stream}`])}
          onChange={(id) => (chosen.value = id)}
        />
      </div>
      {plot.lines.length === 0 ? (
        <EmptyPane text={words.nothing} />
      ) : asTable ? (
        <PlotTable plot={plot} title={title} />
      ) : (
        <PlotDrawing
          plot={plot}
          title={title}
          now={workspace.now.value}
          onSeek={(at) => {
            workspace.moment.value = at
          }}
        />
      )}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: [string, string][]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps): JSX.Element {
  return (
    <select
      class="speed"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  )
}

/** Throttles a signal that changes often; the last value always arrives. */
function useRested<T>(value: T): T {
  const rested = useSignal(value)
  const latest = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  latest.current = value
  useEffect(() => {
    if (rested.value === value || timer.current !== null) return
    timer.current = setTimeout(() => {
      timer.current = null
      rested.value = latest.current
    }, REDRAW_MS)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  return rested.value
}
