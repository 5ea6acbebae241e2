import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { Plot, type Scale } from '../plots/index.ts'
import { type NatEntry, natEntries, timeLeft } from './nat-entries.ts'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.nat
const [WIDTH, ROW, AXES, BAR] = [520, 30, 54, 20]

/** The table of a NAT: what each entry's timer did over time, and the entries at this moment. */
export function NatView({ recording, moment, onMoment }: FigureViewProps): JSX.Element {
  const version = recording.version.value
  const entries = useMemo(() => natEntries(recording), [recording, version])
  if (entries.length === 0) return <p class="figure-empty">{words.none}</p>
  const expiries = entries.map(({ timers }) => timers.at(-1)!.expiresAt)
  const end = Math.max(endOfTraffic(recording), Math.min(recording.history.now, Math.max(...expiries)))
  const longest = Math.max(...entries.flatMap(({ timers }) => timers.map(({ at, expiresAt }) => expiresAt - at)))
  return (
    <>
      <Plot
        width={WIDTH}
        height={entries.length * ROW + AXES}
        end={end}
        moment={moment}
        rows={entries.map((_, index) => `#${index + 1}`)}
        title={words.axis}
        label={words.label(entries.length)}
      >
        {(x, y) =>
          entries.map((entry, index) => (
            <path
              key={index}
              class="nat-timer"
              d={sawtooth(entry, { x, bottom: y(entries.length - index - 0.5) + BAR / 2, longest, end })}
            />
          ))
        }
      </Plot>
      <EntryTable entries={entries} moment={moment ?? end} onMoment={onMoment} />
    </>
  )
}

interface Lane {
  x: Scale
  bottom: number
  /** The longest timer of all, in ns: as high as the bar. */
  longest: Nanoseconds
  end: Nanoseconds
}

/** An area as high as the time left: it falls until a packet restarts the timer, or to nothing. */
function sawtooth({ timers }: NatEntry, { x, bottom, longest, end }: Lane): string {
  const height = (left: Nanoseconds) => bottom - (BAR * left) / longest
  return timers
    .map(({ at, expiresAt }, index) => {
      const until = Math.min(expiresAt, timers[index + 1]?.at ?? end, end)
      const [left, right] = [x(at).toFixed(1), x(until).toFixed(1)]
      return `M${left} ${bottom}V${height(expiresAt - at).toFixed(1)}L${right} ${height(expiresAt - until).toFixed(1)}V${bottom}Z`
    })
    .join('')
}

interface EntryTableProps {
  entries: readonly NatEntry[]
  moment: Nanoseconds
  onMoment: (moment: Nanoseconds) => void
}

/** One row an entry. It fades while its timer runs; selecting the time goes to the moment when it appeared. */
function EntryTable({ entries, moment, onMoment }: EntryTableProps): JSX.Element {
  const several = new Set(entries.map(({ nat }) => nat)).size > 1
  return (
    <div class="nat-table">
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{words.left}</th>
            {several && <th scope="col">{words.nat}</th>}
            <th scope="col">{words.inside}</th>
            <th scope="col">{words.outside}</th>
            <th scope="col">{words.remote}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={index} class={rowClass(timeLeft(entry, moment))}>
              <td>{index + 1}</td>
              <td>
                <button type="button" onClick={() => onMoment(entry.timers[0]!.at)}>
                  {stateText(entry, moment)}
                </button>
              </td>
              {several && <td>{entry.nat}</td>}
              <td>{entry.inside}</td>
              <td>
                <b>{entry.outside}</b>
              </td>
              <td>{entry.remote}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const rowClass = (left: Nanoseconds | null) => (left === null ? 'future' : left === 0 ? 'gone' : '')

function stateText(entry: NatEntry, moment: Nanoseconds): string {
  const left = timeLeft(entry, moment)
  if (left === null) return words.from(entry.timers[0]!.at)
  return left === 0 ? words.gone(entry.timers.findLast(({ at }) => at <= moment)!.expiresAt) : words.time(left)
}
