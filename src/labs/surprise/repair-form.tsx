import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { AttemptText } from './attempt-text.tsx'
import type { Case } from './case.ts'
import { Choices } from './choices.tsx'
import type { PublishedScenario } from './published-scenario.ts'

const words = strings.surprise

interface RepairFormProps {
  repairs: PublishedScenario['repairs']
  one: Case | null
}

/** The change, applied, and what the user sees then. */
export function RepairForm({ repairs, one }: RepairFormProps): JSX.Element {
  const chosen = useSignal<string | null>(null)
  const problem = useSignal('')
  const isReady = one?.phase.value === 'ready'
  const tried = one?.tried.value ?? null
  const { name, repair } = one?.grade.value.isDone ?? { name: false, repair: false }
  const isNext = name && !repair
  return (
    <form
      class="surprise-form"
      aria-label={words.repair}
      onSubmit={(event) => {
        event.preventDefault()
        problem.value = chosen.value === null ? words.chooseRepair : ''
        if (chosen.value !== null) void one?.mend(chosen.value)
      }}
    >
      <h2>{words.repair}</h2>
      <fieldset disabled={!isReady}>
        <legend>{words.whichRepair}</legend>
        <Choices name="repair" choices={repairs} chosen={chosen} />
      </fieldset>
      <p class="faint">{words.repairNote}</p>
      <p>
        <button
          type="submit"
          class={isNext ? 'button primary' : 'button'}
          disabled={!isReady}
          aria-disabled={one?.busy.value != null}
        >
          {one?.busy.value === 'repair' ? words.applying : words.apply}
        </button>
      </p>
      <div role="status">
        {problem.value !== '' && <p class="bad">{problem.value}</p>}
        {one && tried && (
          <div class={tried.verdict.works ? 'verdict right' : 'verdict wrong'}>
            <p>
              <strong>{tried.verdict.works ? words.mended : words.notMended}</strong>
            </p>
            <AttemptText attempt={tried.verdict.attempt} />
            <button
              type="button"
              class="link"
              onClick={() => {
                one.shows.value = 'mended'
                one.selected.value = null
                one.moment.value = null
              }}
            >
              {words.seeRepaired}
            </button>
          </div>
        )}
      </div>
    </form>
  )
}
