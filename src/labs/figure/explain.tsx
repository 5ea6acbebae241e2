import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { recordAnswer } from '../progress/index.ts'
import { useIsLive } from '../site/index.ts'
import { showPacket } from './focus.ts'

const words = strings.predict

export interface Explanation {
  text: string
  because: string
  isRight?: boolean
  /** The packet of the figure that proves it. */
  evidence?: number
}
export interface ExplainProps {
  id: string
  question: string
  figure?: string
  choices: readonly Explanation[]
}

/** The island of an explanation: each wrong choice is a common mistake, with the packet that disproves it. */
export function Explain({ id, question, figure, choices }: ExplainProps): JSX.Element {
  const chosen = useSignal<number | null>(null)
  const checked = useSignal<number | null>(null)
  const isUnanswered = useSignal(false)
  const isSettled = choices[checked.value ?? -1]?.isRight === true
  return (
    <form
      data-question={id}
      onSubmit={(event) => {
        event.preventDefault()
        checked.value = chosen.value
        if (choices[chosen.value ?? -1]?.isRight) recordAnswer(id)
        isUnanswered.value = chosen.value === null
      }}
    >
      <fieldset class="quiz" disabled={!useIsLive()}>
        <legend>{question}</legend>
        {choices.map((choice, index) => (
          <Option
            key={choice.text}
            id={id}
            choice={choice}
            figure={figure}
            isChosen={chosen.value === index}
            isChecked={checked.value === index}
            isLocked={isSettled}
            onChoose={() => {
              chosen.value = index
              isUnanswered.value = false
            }}
          />
        ))}
        <div class="quiz-foot">
          {!isSettled && (
            <button type="submit" class="button primary">
              {checked.value === null ? words.check : words.checkAgain}
            </button>
          )}
          <span role="status">{isSettled ? '' : isUnanswered.value ? words.chooseFirst : words.tryAgain}</span>
        </div>
      </fieldset>
    </form>
  )
}

interface OptionProps {
  id: string
  choice: Explanation
  figure: string | undefined
  isChosen: boolean
  isChecked: boolean
  isLocked: boolean
  onChoose: () => void
}

function Option({ id, choice, figure, isChosen, isChecked, isLocked, onChoose }: OptionProps): JSX.Element {
  const { text, because, isRight = false, evidence } = choice
  return (
    <div class={`choice${isChecked ? (isRight ? ' right' : ' wrong') : ''}`}>
      <label>
        <input type="radio" name={id} checked={isChosen} disabled={isLocked && !isChosen} onChange={onChoose} />
        <b>{text}</b>
      </label>
      {isChecked && (
        <p role="status">
          <strong>{isRight ? words.isRight : words.notThis}</strong> {because}{' '}
          {evidence !== undefined && figure !== undefined && (
            <button type="button" class="link" onClick={() => showPacket(figure, evidence)}>
              {words.showPacket(evidence)}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
