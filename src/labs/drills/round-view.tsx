import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Item } from '#grader/questions/index.ts'
import { strings } from '#strings'
import { Question } from '../quiz/index.ts'
import { listenForRoundKeys } from './round-keys.ts'

const words = strings.drills

export interface RoundViewProps {
  items: readonly Item[]
  seed: number
  onDone: (right: number) => void
}

/** A round: one question at a time. The first answer counts; its reason stays until the learner continues. */
export function RoundView({ items, seed, onDone }: RoundViewProps): JSX.Element {
  const outcomes = useSignal<readonly boolean[]>([])
  const at = useSignal(0)
  const element = useRef<HTMLDivElement>(null)
  // Before painting: the learner may type as soon as a question is visible.
  useLayoutEffect(() => (element.current ? listenForRoundKeys(element.current) : undefined), [])
  const item = items[at.value]!
  const isLast = at.value === items.length - 1
  const next = () => {
    if (isLast) onDone(outcomes.value.filter(Boolean).length)
    else at.value++
  }
  return (
    <div class="drill-round" ref={element}>
      <div class="drill-ticks">
        <span role="status">{words.place(at.value + 1, items.length)}</span>
        <span aria-hidden="true">
          {items.map(({ id }, index) => {
            const outcome = outcomes.value[index]
            return (
              <i
                key={id}
                class={outcome === undefined ? (index === at.value ? 'here' : '') : outcome ? 'right' : 'wrong'}
              />
            )
          })}
        </span>
      </div>
      <Question
        key={item.id}
        item={item}
        seed={seed}
        onFirst={({ outcome }) => {
          outcomes.value = [...outcomes.value, outcome === 'right']
        }}
        onNext={{ label: isLast ? words.finish : words.next, act: next }}
      />
      <p class="drill-keys">{words.keys}</p>
    </div>
  )
}
