import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { Plot, type Scale } from '../plots/index.ts'
import { type Attempt, attemptsOf, mostWithin, outcomeAt, retriesOf } from './attempts.ts'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.raster
const [WIDTH, HEIGHT] = [520, 420]
/** Retries that begin within this time of each other are counted together. */
const TOGETHER = 100e6
const KINDS = ['refused', 'answered', 'late', 'waiting'] as const

type MarkKind = (typeof KINDS)[number]

/** Every attempt to connect, as a mark in the row of its client: attempts at the same time form a stripe. */
export function RasterView({ recording, moment, selected, onSelect }: FigureViewProps): JSX.Element {
  const version = recording.version.value
  const attempts = useMemo(() => attemptsOf(recording.packets), [recording, version])
  if (attempts.length === 0) return <p class="figure-empty">{words.none}</p>
  const end = endOfTraffic(recording)
  const now = moment ?? end
  const clients = attempts.reduce((most, { client }) => Math.max(most, client), 1)
  const begun = attempts.filter(({ at }) => at <= now)
  const count = (kind: MarkKind) => begun.filter((one) => kindAt(one, now) === kind).length
  const most = mostWithin(retriesOf(attempts), TOGETHER)
  return (
    <>
      <Plot
        width={WIDTH}
        height={HEIGHT}
        end={end}
        most={clients}
        moment={moment}
        isWhole
        title={words.axis}
        label={words.label(clients, attempts.length, most)}
      >
        {(x, y) =>
          attempts.map((attempt) => (
            <Mark
              key={attempt.packet}
              attempt={attempt}
              now={now}
              end={end}
              x={x}
              y={y}
              isSelected={attempt.packet === selected}
              onSelect={onSelect}
            />
          ))
        }
      </Plot>
      <p class="signs">
        {KINDS.map((kind) => (
          <span key={kind}>
            <svg class="plot key" width="20" height="12" aria-hidden="true">
              <path class={`attempt ${kind}`} d={markPath(kind, 10, 6, 4)} />
            </svg>
            {words.count(words.kinds[kind], count(kind))}
          </span>
        ))}
        <span>{words.together(most)}</span>
      </p>
    </>
  )
}

const kindAt = (attempt: Attempt, now: Nanoseconds): MarkKind => {
  const outcome = outcomeAt(attempt, now)
  return outcome === null || outcome === 'silent' ? 'waiting' : outcome
}

interface MarkProps {
  attempt: Attempt
  now: Nanoseconds
  end: Nanoseconds
  x: Scale
  y: Scale
  isSelected: boolean
  onSelect: (packet: number | null) => void
}

/** A later attempt shows what will come of it, behind the veil. */
function Mark({ attempt, now, end, x, y, isSelected, onSelect }: MarkProps): JSX.Element {
  const { client, packet, at, until } = attempt
  const kind = kindAt(attempt, at > now ? end : now)
  const [left, middle] = [x(at), y(client - 0.5)]
  const size = Math.min(4, Math.max(2, (y(0) - y(1)) * 0.42))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; its table says the same and is operable
    <g data-packet={packet} onClick={() => onSelect(isSelected ? null : packet)}>
      <title>{words.of(client, at, words.kinds[kind], until)}</title>
      {isSelected && <circle class="attempt-marker" cx={left} cy={middle} r={size * 2} />}
      {until !== null && kind === 'late' && <path class="attempt-wait" d={`M${left} ${middle}H${x(until)}`} />}
      <path class={`attempt ${kind}`} d={markPath(kind, left, middle, size)} />
    </g>
  )
}

/** Each outcome has a shape of its own: a cross, a disk, a diamond, a ring. */
function markPath(kind: MarkKind, x: number, y: number, size: number): string {
  const circle = `M${x - size} ${y}a${size} ${size} 0 1 0 ${size * 2} 0a${size} ${size} 0 1 0 ${-size * 2} 0z`
  if (kind === 'refused')
    return `M${x - size} ${y - size}l${size * 2} ${size * 2}m0 ${-size * 2}l${-size * 2} ${size * 2}`
  if (kind === 'late') return `M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`
  return circle
}
