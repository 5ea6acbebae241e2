import type { JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { Lane } from './pool-lanes.ts'

const words = strings.figureViews.pool

interface PoolTextProps {
  lanes: readonly Lane[]
  end: Nanoseconds
  onMoment: (moment: Nanoseconds) => void
}

/** The lanes as a list, for those who don't see the drawing or don't use a mouse. Each entry goes to its moment. */
export function PoolText({ lanes, end, onMoment }: PoolTextProps): JSX.Element {
  return (
    <details class="pool-text">
      <summary>{words.asText}</summary>
      <ol>
        {lanes.map(({ stream, spans, end: closed }, index) => (
          <li key={stream}>
            <b>{words.connection(index + 1)}</b>
            {spans.map(({ state, why, from, until }) => (
              <button key={from} type="button" onClick={() => onMoment(from)}>
                {words.span(words.states[state], why && words.why[why], from, until ?? end)}
              </button>
            ))}
            {closed && (
              <button type="button" onClick={() => onMoment(closed.at)}>
                {words.ended(words.ends[closed.how], closed.at)}
              </button>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}
