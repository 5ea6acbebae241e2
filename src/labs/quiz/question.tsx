import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Item } from '#grader/questions/index.ts'
import { type Answer, judge, present, type Verdict } from '#grader/questions/judging/index.ts'
import { strings } from '#strings'
import { useIsLive } from '../site/index.ts'
import { BytesField } from './bytes-field.tsx'
import { ChoiceFields } from './choice-fields.tsx'
import { OrderFields } from './order-fields.tsx'
import { Prose } from './prose.tsx'
import { rightAnswer } from './right-answer.ts'

const words = strings.quiz

export interface QuestionProps {
  item: Item
  /** Seed for the order of choices. */
  seed: number
  /** Called with the first readable answer: the one that counts. */
  onFirst?: (verdict: Verdict) => void
  /** Allows one try, and then continues. */
  onNext?: { label: string; act: () => void }
}

/** One question: answer, check, and the reason for the answer given. The first answer counts; more tries are free. */
export function Question({ item, seed, onFirst, onNext }: QuestionProps): JSX.Element {
  const { order } = present(item, seed)
  const answer = useSignal<Answer>(emptyAnswer(item, order))
  const verdict = useSignal<Verdict | null>(null)
  const hasAnswered = useSignal(false)
  const isRight = verdict.value?.outcome === 'right'
  const isOver = onNext !== undefined && hasAnswered.value
  const form = useRef<HTMLFormElement>(null)
  // In a low pane the choice with its reason may have been scrolled away above the button.
  useEffect(() => {
    if (verdict.value) form.current?.querySelector('.choice.wrong, .choice.right')?.scrollIntoView({ block: 'nearest' })
  }, [verdict.value])
  const check = () => {
    verdict.value = judge(item, answer.value)
    if (hasAnswered.value || verdict.value.outcome === 'unreadable') return
    hasAnswered.value = true
    onFirst?.(verdict.value)
  }
  return (
    <form
      ref={form}
      class="question"
      data-outcome={verdict.value?.outcome}
      onSubmit={(event) => {
        event.preventDefault()
        if (isOver) onNext?.act()
        else check()
      }}
    >
      <fieldset class="quiz" disabled={!useIsLive()}>
        <legend>
          <Prose text={item.ask} />
          {item.kind === 'multiple' && <small>{words.chooseAll}</small>}
        </legend>
        {item.ladder && <Given text={item.ladder.join('\n')} />}
        {item.code !== undefined && <Given text={item.code} />}
        <Fields
          item={item}
          order={order}
          answer={answer.value}
          verdict={verdict.value}
          onChange={(next) => {
            if (isOver) return
            answer.value = next
            verdict.value = null
          }}
        />
        <Reasons verdict={verdict.value} item={item} answer={answer.value} />
        {isOver && !isRight && <RightAnswer item={item} />}
        {(!isRight || isOver) && (
          <div class="quiz-foot">
            <button type="submit" class={onNext ? 'button primary' : 'button'}>
              {isOver ? onNext.label : hasAnswered.value ? words.checkAgain : words.check}
            </button>
            {!onNext && <span>{words.firstTry}</span>}
          </div>
        )}
      </fieldset>
    </form>
  )
}

/** Without a second try, the right answer is shown. */
function RightAnswer({ item }: { item: Item }): JSX.Element {
  const { answer, because } = rightAnswer(item)
  return (
    <p class="right-answer">
      {words.rightIs}{' '}
      <b>
        <Prose text={answer} />
      </b>{' '}
      <Prose text={because} />
    </p>
  )
}

/** Scrolls if it does not fit, by keyboard too. */
const Given = ({ text }: { text: string }): JSX.Element => (
  <pre class="given" tabIndex={0} role="group" aria-label={words.given}>
    {text}
  </pre>
)

function emptyAnswer(item: Item, order: readonly number[]): Answer {
  if (item.kind === 'single') return { kind: 'single', choice: -1 }
  if (item.kind === 'multiple') return { kind: 'multiple', choices: [] }
  if (item.kind === 'ordering') return { kind: 'ordering', order: [...order] }
  if (item.kind === 'bytes') return { kind: 'bytes', pick: [-1, -1] }
  return { kind: item.kind, text: '' }
}

interface FieldsProps {
  item: Item
  /** Order of choices or steps. */
  order: readonly number[]
  answer: Answer
  verdict: Verdict | null
  onChange: (answer: Answer) => void
}

function Fields({ item, order, answer, verdict, onChange }: FieldsProps): JSX.Element | null {
  if ((item.kind === 'single' && answer.kind === 'single') || (item.kind === 'multiple' && answer.kind === 'multiple'))
    return <ChoiceFields item={item} order={order} answer={answer} verdict={verdict} onChange={onChange} />
  if (item.kind === 'ordering' && answer.kind === 'ordering')
    return <OrderFields item={item} answer={answer} verdict={verdict} onChange={onChange} />
  if (item.kind === 'bytes' && answer.kind === 'bytes')
    return <BytesField item={item} answer={answer} onChange={onChange} />
  if ((item.kind === 'numeric' || item.kind === 'packet') && 'text' in answer)
    return (
      <label class="typed">
        <span>{item.kind === 'packet' ? words.prediction(item.field) : words.answer(item.unit)}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={answer.text}
          onInput={(event) => onChange({ kind: item.kind, text: event.currentTarget.value })}
        />
      </label>
    )
  return null
}

/** Feedback on an answer. Choices have their own reasons, so here it is only right or wrong. */
function Reasons({ verdict, item, answer }: { verdict: Verdict | null; item: Item; answer: Answer }): JSX.Element {
  const standsElsewhere = item.kind === 'single' || item.kind === 'multiple'
  return (
    <div class="reasons" role="status">
      {verdict && (
        <p class={verdict.outcome}>
          {verdict.outcome !== 'unreadable' && (
            <strong>{verdict.outcome === 'right' ? words.right : wrongWords(item, answer)}</strong>
          )}{' '}
          {(!standsElsewhere || verdict.outcome === 'unreadable') &&
            verdict.reasons.map(({ text }, index) => <Prose key={index} text={text} />)}
        </p>
      )}
    </div>
  )
}

/** With several choices, an answer may be true and still incomplete. */
function wrongWords(item: Item, answer: Answer): string {
  if (item.kind !== 'multiple' || answer.kind !== 'multiple') return words.notThis
  const { choices } = answer
  if (choices.every((choice) => !item.choices[choice]?.right)) return words.notThis
  if (choices.some((choice) => !item.choices[choice]?.right)) return words.someWrong
  return words.missing(item.choices.filter(({ right }) => right).length - choices.length)
}
