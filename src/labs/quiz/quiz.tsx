/**
 * Questions in a lesson: a prediction that is committed before anything runs, and a choice of explanations in which each wrong one is a mistake
 * that people make. Answers stay in the page. Lessons name this file itself: an island is one component.
 */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'

const words = strings.quiz

export interface Choice {
  text: string
  /** Why it is right, or what shows that it is not. */
  because: string
  isRight?: boolean
}

export interface QuizProps {
  id: string
  question: string
  choices: readonly Choice[]
  /** A prediction: one answer, with how sure one is, before anything is shown. */
  isPrediction?: boolean
}

/** One question with one right answer. */
export function Quiz({ id, question, choices, isPrediction = false }: QuizProps): JSX.Element {
  const chosen = useSignal<number | null>(null)
  const checked = useSignal<number | null>(null)
  const sure = useSignal(70)
  const answer = checked.value === null ? null : choices[checked.value]
  const isSettled = answer?.isRight === true || (isPrediction && checked.value !== null)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        checked.value = chosen.value
      }}
    >
      <fieldset class="quiz">
        <legend>{question}</legend>
        {choices.map((choice, index) => (
          <Option
            key={choice.text}
            name={id}
            choice={choice}
            isChosen={chosen.value === index}
            isChecked={checked.value === index || (isPrediction && checked.value !== null && choice.isRight === true)}
            isLocked={isSettled}
            onChoose={() => {
              chosen.value = index
            }}
          />
        ))}
        <div class="quiz-foot">
          {isPrediction && !isSettled && (
            <label class="sure">
              {words.howSure} <b>{sure.value} %</b>
              <input
                type="range"
                min="35"
                max="100"
                step="5"
                value={sure.value}
                aria-valuetext={`${sure.value} %`}
                onInput={(event) => {
                  sure.value = Number(event.currentTarget.value)
                }}
              />
            </label>
          )}
          {!isSettled && (
            <button type="submit" class="button primary" disabled={chosen.value === null}>
              {isPrediction ? words.commit : checked.value === null ? words.check : words.checkAgain}
            </button>
          )}
          <span role="status">{verdict(answer, isPrediction, sure.value)}</span>
        </div>
      </fieldset>
    </form>
  )
}

function verdict(answer: Choice | null | undefined, isPrediction: boolean, sure: number): string {
  if (!answer) return isPrediction ? words.calibration : words.firstTry
  if (isPrediction) return words.youSaid(answer.isRight === true, sure)
  return answer.isRight ? '' : words.firstTry
}

interface OptionProps {
  name: string
  choice: Choice
  isChosen: boolean
  isChecked: boolean
  isLocked: boolean
  onChoose: () => void
}

function Option({ name, choice, isChosen, isChecked, isLocked, onChoose }: OptionProps): JSX.Element {
  const state = isChecked ? (choice.isRight ? ' right' : ' wrong') : ''
  return (
    <label class={`choice${state}`}>
      <input type="radio" name={name} checked={isChosen} disabled={isLocked && !isChosen} onChange={onChoose} />
      <span>
        <b>{choice.text}</b>
        {isChecked && <em>{choice.because}</em>}
      </span>
      {isChecked && <strong>{choice.isRight ? words.right : words.notThis}</strong>}
    </label>
  )
}
