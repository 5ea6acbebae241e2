import type { JSX } from 'preact'
import { strings } from '#strings'
import type { NumberQuestion, OrderQuestion, PredictChoice } from './predict-props.ts'

const words = strings.predict

interface AnswerProps<Question, Value> {
  id: string
  question: Question
  value: Value
  onChange: (value: Value) => void
}

/** One of several outcomes. */
export function ChoiceAnswer(props: AnswerProps<readonly PredictChoice[], number | null>): JSX.Element {
  const { id, question, value, onChange } = props
  return (
    <>
      {question.map((choice, index) => (
        <label key={choice.text} class="choice">
          <input type="radio" name={id} checked={value === index} onChange={() => onChange(index)} />
          <span>
            <b>{choice.text}</b>
          </span>
        </label>
      ))}
    </>
  )
}

/** A number, by slider or typed. */
export function NumberAnswer(props: AnswerProps<NumberQuestion, number>): JSX.Element {
  const { question, value, onChange } = props
  const { most, step, unit } = question
  const set = (text: string) => {
    const next = Number(text)
    if (Number.isFinite(next)) onChange(Math.min(most, Math.max(0, next)))
  }
  return (
    <div class="number-answer">
      <input
        type="range"
        min={0}
        max={most}
        step={step}
        value={value}
        aria-label={words.guess}
        aria-valuetext={`${value} ${unit}`}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <label>
        <input
          type="number"
          min={0}
          max={most}
          step={step}
          value={value}
          aria-label={words.guess}
          onInput={(event) => set(event.currentTarget.value)}
        />{' '}
        {unit}
      </label>
    </div>
  )
}

/** Packets to put in order: press one to add it, press it in the row to remove it. */
export function OrderAnswer(props: AnswerProps<OrderQuestion, readonly number[]>): JSX.Element {
  const { question, value, onChange } = props
  const { cards, truth } = question
  return (
    <div class="order-answer">
      <div role="group" aria-label={words.pool}>
        {cards.map((card, index) => (
          <button
            key={index}
            type="button"
            class="card"
            disabled={value.length >= truth.length}
            onClick={() => onChange([...value, index])}
          >
            {words.card(card.from, card.to, card.label)}
          </button>
        ))}
      </div>
      <ol aria-label={words.chosen}>
        {truth.map((_, place) => {
          const card = cards[value[place] ?? -1]
          return (
            <li key={place} class={card ? '' : 'open'}>
              {card ? (
                <button
                  type="button"
                  class="card"
                  aria-label={words.takeOut(words.card(card.from, card.to, card.label))}
                  onClick={() => onChange(value.filter((_, at) => at !== place))}
                >
                  {words.card(card.from, card.to, card.label)} <span aria-hidden="true">✕</span>
                </button>
              ) : (
                words.empty
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
