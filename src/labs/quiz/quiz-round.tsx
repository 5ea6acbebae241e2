import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Item } from '#grader/questions/index.ts'
import { strings } from '#strings'
import { recordQuiz } from '../progress/index.ts'
import { Question } from './question.tsx'

const words = strings.quiz

export interface QuizRoundProps {
  /** Storage key of its result. */
  id: string
  items: readonly Item[]
  /** Share of right answers needed to pass. */
  pass: number
  seed?: number
}

/**
 * The island of a quiz: its questions one below the other, and the score when all are answered. First answers count. A
 * single question needs no list.
 */
export function QuizRound({ id, items, pass, seed = 1 }: QuizRoundProps): JSX.Element {
  const first = useSignal<Readonly<Record<string, boolean>>>({})
  const round = useSignal(0)
  const answered = Object.keys(first.value).length
  const right = Object.values(first.value).filter(Boolean).length
  const wanted = Math.ceil(pass * items.length)
  const settle = (item: string, isRight: boolean) => {
    first.value = { ...first.value, [item]: isRight }
    const outcomes = Object.values(first.value)
    if (outcomes.length === items.length) recordQuiz(id, outcomes.filter(Boolean).length / items.length)
  }
  const top = useRef<HTMLDivElement>(null)
  const ask = (item: Item) => (
    <Question item={item} seed={seed + round.value} onFirst={({ outcome }) => settle(item.id, outcome === 'right')} />
  )
  if (items.length === 1) return ask(items[0]!)
  return (
    <div class="quiz-round" ref={top} tabIndex={-1}>
      <ol key={round.value}>
        {items.map((item) => (
          <li key={item.id}>{ask(item)}</li>
        ))}
      </ol>
      <p class="quiz-score" role="status">
        {answered < items.length ? words.soFar(answered, items.length) : words.score(right, items.length, wanted)}
      </p>
      {answered === items.length && right < wanted && (
        <button
          type="button"
          class="button"
          onClick={() => {
            first.value = {}
            round.value++
            top.current?.scrollIntoView()
            top.current?.focus({ preventScroll: true })
          }}
        >
          {words.again}
        </button>
      )}
    </div>
  )
}
