import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { today } from './calendar.ts'
import { type Loaded, loadRound } from './load-round.ts'
import { usePractice } from './use-standing.ts'

const words = strings.drills

/** A few questions from practiced packs before a lesson. Hidden if there are none. */
export function WarmUp(): JSX.Element | null {
  const { warmUp } = usePractice()
  const round = useSignal<Loaded | null>(null)
  const right = useSignal<number | null>(null)
  const packs = warmUp(today())
  if (packs.length === 0) return null
  const begin = async () => {
    round.value = await loadRound(packs).catch(() => null)
  }
  return (
    <aside class="card warm-up" aria-label={words.warmUp}>
      {right.value !== null ? (
        <p role="status">{words.score(right.value, packs.length)}</p>
      ) : round.value ? (
        <round.value.RoundView
          items={round.value.items}
          seed={round.value.seed}
          onDone={(count) => {
            right.value = count
          }}
        />
      ) : (
        <>
          <p>{words.warmUpText(packs.length)}</p>
          <button type="button" class="button" onClick={() => void begin()}>
            {words.warmUp}
          </button>
        </>
      )}
    </aside>
  )
}
