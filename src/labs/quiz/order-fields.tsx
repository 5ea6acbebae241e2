import type { JSX } from 'preact'
import type { Answer, Item, Verdict } from '#grader/questions/index.ts'
import { strings } from '#strings'
import { Prose } from './prose.tsx'

const words = strings.quiz

interface OrderFieldsProps {
  item: Extract<Item, { kind: 'ordering' }>
  answer: Extract<Answer, { kind: 'ordering' }>
  verdict: Verdict | null
  onChange: (answer: Answer) => void
}

/** Steps to move up and down with buttons that keep the focus. */
export function OrderFields({ item, answer, verdict, onChange }: OrderFieldsProps): JSX.Element {
  const { order } = answer
  const move = (place: number, by: number) => {
    const next = [...order]
    const [step] = next.splice(place, 1)
    next.splice(place + by, 0, step!)
    onChange({ kind: 'ordering', order: next })
  }
  return (
    <ol class="order-fields">
      {order.map((step, place) => {
        const { text } = item.steps[step]!
        const isWrong = verdict?.outcome === 'wrong' && verdict.reasons.some(({ choice }) => choice === step)
        return (
          <li key={step} class={isWrong ? 'wrong' : ''}>
            <span>
              <Prose text={text} />
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={words.up(text)}
              disabled={place === 0}
              onClick={() => move(place, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              class="icon-button"
              aria-label={words.down(text)}
              disabled={place === order.length - 1}
              onClick={() => move(place, 1)}
            >
              ↓
            </button>
          </li>
        )
      })}
    </ol>
  )
}
