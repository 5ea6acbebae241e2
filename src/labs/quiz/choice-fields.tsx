import type { JSX } from 'preact'
import type { Answer, Item, Verdict } from '#grader/questions/index.ts'
import { Prose } from './prose.tsx'

type ChoiceItem = Extract<Item, { kind: 'single' | 'multiple' }>
type ChoiceAnswer = Extract<Answer, { kind: 'single' | 'multiple' }>

interface ChoiceFieldsProps {
  item: ChoiceItem
  order: readonly number[]
  answer: ChoiceAnswer
  verdict: Verdict | null
  onChange: (answer: Answer) => void
}

/** Choices in shuffled order; a checked one has its reason below. */
export function ChoiceFields({ item, order, answer, verdict, onChange }: ChoiceFieldsProps): JSX.Element {
  const isChosen = (choice: number) =>
    answer.kind === 'single' ? answer.choice === choice : answer.choices.includes(choice)
  return (
    <>
      {order.map((index) => {
        const choice = item.choices[index]!
        const reason = verdict?.reasons.find((one) => one.choice === index)?.text
        return (
          <div key={index} class={`choice${reason === undefined ? '' : choice.right ? ' right' : ' wrong'}`}>
            <label>
              <input
                type={item.kind === 'single' ? 'radio' : 'checkbox'}
                name={item.id}
                checked={isChosen(index)}
                onChange={() => onChange(toggled(answer, index))}
              />
              <b>
                <Prose text={choice.text} />
              </b>
            </label>
            {reason !== undefined && (
              <p>
                <Prose text={reason} />
              </p>
            )}
          </div>
        )
      })}
    </>
  )
}

function toggled(answer: ChoiceAnswer, choice: number): Answer {
  if (answer.kind === 'single') return { kind: 'single', choice }
  const choices = answer.choices.includes(choice)
    ? answer.choices.filter((one) => one !== choice)
    : [...answer.choices, choice].sort((a, b) => a - b)
  return { kind: 'multiple', choices }
}
