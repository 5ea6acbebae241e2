import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { progress, recordInterview } from '../progress/index.ts'
import { Prose } from '../quiz/index.ts'
import { useIsLive } from '../site/index.ts'
import { type AskedItem, ModelAnswer } from './model-answer.tsx'

const words = strings.interview

/** The island of a module's interview: its questions one below the other. */
export function InterviewQuestions({ module, items }: { module: string; items: readonly AskedItem[] }): JSX.Element {
  return (
    <ol class="interview">
      {items.map((item, index) => (
        <li key={item.id} id={item.id}>
          <InterviewQuestion item={item} place={index + 1} keptAs={`${module}/${item.id}`} />
        </li>
      ))}
    </ol>
  )
}

interface QuestionProps {
  item: AskedItem
  place: number
  /** Storage key of the answer. */
  keptAs: string
}

/**
 * One question. The model answer is not in the page until the learner has written one, so it cannot be read by
 * accident.
 */
function InterviewQuestion({ item, place, keptAs }: QuestionProps): JSX.Element {
  const isLive = useIsLive()
  const kept = isLive ? progress.value.interviews[keptAs] : undefined
  const typed = useSignal<string | null>(null)
  const text = typed.value ?? kept?.text ?? ''
  const isCompared = kept !== undefined
  return (
    <form
      class="interview-item"
      onSubmit={(event) => {
        event.preventDefault()
        recordInterview(keptAs, { text: text.trim(), points: kept?.points ?? [] })
        typed.value = null
      }}
    >
      <h2>
        <label for={`answer-${item.id}`}>
          <span aria-hidden="true">{place}</span> <Prose text={item.ask} />
        </label>
      </h2>
      <textarea
        id={`answer-${item.id}`}
        rows={5}
        disabled={!isLive}
        placeholder={words.placeholder}
        value={text}
        onInput={(event) => {
          typed.value = event.currentTarget.value
        }}
      />
      <div class="quiz-foot">
        <button
          type="submit"
          class={isCompared ? 'button' : 'button primary'}
          disabled={!isLive || text.trim() === '' || (isCompared && typed.value === null)}
        >
          {isCompared ? words.keep : words.compare}
        </button>
        <span role="status">{isCompared ? words.had(kept.points.length, item.points.length) : words.first}</span>
      </div>
      {isCompared && (
        <ModelAnswer
          item={item}
          had={kept.points}
          onHad={(points) => recordInterview(keptAs, { text: kept.text, points })}
        />
      )}
    </form>
  )
}
