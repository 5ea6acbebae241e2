import type { JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import { StateDiagram } from './state-diagram.tsx'
import { type StateChange, type StateHistory, stateAt, stateHistory } from './tcp-states.ts'
import type { FigureViewProps } from './view.ts'

const words = strings.figureViews.states

/** TCP's state machine with a token for each end of a connection, and the list of changes below. */
export function StateView({ recording, moment, onMoment }: FigureViewProps): JSX.Element {
  const history = stateHistory(recording)
  if (!history) return <p class="figure-empty">{words.none}</p>
  const { opener, acceptor } = history.connection
  const tokens = [opener.host, acceptor.host].map((host) => ({ host, state: stateAt(history, host, moment) }))
  const passed = history.changes.filter((change) => moment === null || change.at <= moment)
  return (
    <>
      <StateDiagram tokens={tokens} passed={passed} latest={passed.at(-1) ?? null} />
      <Changes history={history} moment={moment} latest={passed.at(-1) ?? null} onMoment={onMoment} />
    </>
  )
}

interface ChangesProps {
  history: StateHistory
  moment: Nanoseconds | null
  latest: StateChange | null
  onMoment: (moment: Nanoseconds) => void
}

/** `35.2 ms, server: ESTABLISHED to CLOSE_WAIT, because packet 5 (FIN) arrived`. Each entry goes to its moment. */
function Changes({ history, moment, latest, onMoment }: ChangesProps): JSX.Element {
  return (
    <ol class="state-changes" aria-label={words.changes}>
      {history.changes.map((change) => (
        <li
          key={`${change.host} ${change.at} ${change.to}`}
          class={`${moment !== null && change.at > moment ? 'future' : ''}${change === latest && moment !== null ? ' latest' : ''}`}
        >
          <button type="button" onClick={() => onMoment(change.at)}>
            <span class="when">{(change.at / 1e6).toFixed(1)}</span>
            <b>{change.host}</b>
            <span>{words.change(change.from, change.to, change.via)}</span>
            <span class="why">
              {change.cause && words.because(change.cause.packet.number, change.cause.packet.label, change.cause.kind)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
