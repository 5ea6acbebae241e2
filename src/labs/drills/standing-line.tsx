import type { JSX } from 'preact'
import { strings } from '#strings'
import { today } from './calendar.ts'
import type { Standing } from './use-standing.ts'

const words = strings.drills
/** The intervals of `SPACING_DAYS`. */
const STEPS = [1, 3, 7, 21]

/** Progress in a pack: the repetitions passed, and when it is due. */
export function StandingLine({ standing }: { standing: Standing | null }): JSX.Element {
  const stage = standing?.stage ?? 0
  const days = standing?.due == null ? null : standing.due - today()
  return (
    <p class="drill-standing">
      <span class="drill-steps" role="img" aria-label={words.stage(Math.min(stage, STEPS.length), STEPS.length)}>
        {STEPS.map((step, index) => (
          <i key={step} class={index < stage ? 'done' : ''}>
            {step}
          </i>
        ))}
      </span>
      <span class={days !== null && days <= 0 ? 'due' : ''}>{days === null ? words.never : words.due(days)}</span>
      {standing?.mastered && <span class="mastered">{words.mastered}</span>}
    </p>
  )
}
