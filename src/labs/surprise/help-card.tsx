import type { JSX } from 'preact'
import { strings } from '#strings'
import type { Case } from './case.ts'

const words = strings.surprise

/** Hints, for points, and the way out. */
export function HelpCard({ one }: { one: Case | null }): JSX.Element {
  const { hintsLeft, isSolved } = one?.grade.value ?? { hintsLeft: 1, isSolved: false }
  const isReady = one?.phase.value === 'ready'
  const isOver = one?.isOver.value ?? false
  return (
    <section class="surprise-help" aria-label={words.hintsTitle}>
      <h2>{words.hintsTitle}</h2>
      <div role="status">
        <ol>
          {one?.hints.value.map((hint, index) => (
            <li key={index}>{words.hintText(hint)}</li>
          ))}
        </ol>
      </div>
      {!isSolved && !isOver && (
        <p>
          <button type="button" class="button" disabled={!isReady || hintsLeft === 0} onClick={() => one?.hint()}>
            {one && hintsLeft === 0 ? words.noMoreHints : words.hint(hintsLeft)}
          </button>
        </p>
      )}
      {!isSolved && !isOver && (
        <details>
          <summary>{words.giveUp}</summary>
          <p class="faint">{words.giveUpNote}</p>
          <button type="button" class="button" disabled={!isReady} onClick={() => one?.giveUp()}>
            {words.giveUpNow}
          </button>
        </details>
      )}
    </section>
  )
}
