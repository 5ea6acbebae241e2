import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { HONEST_ATTEMPTS, honestAttempts } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.solution

/** What opens the solution: all tests, or giving up after honest attempts. */
export function LockedSolution({ workspace }: { workspace: Workspace }): JSX.Element {
  const isAsking = useSignal(false)
  const { attempts, exercise } = workspace
  const made = honestAttempts(attempts.list.value, exercise.starter)
  const isEarly = made < HONEST_ATTEMPTS
  if (isAsking.value)
    return (
      <ConfirmGivingUp
        onYes={() => workspace.giveUp()}
        onNo={() => {
          workspace.dialog.value = null
        }}
      />
    )
  return (
    <>
      <p class="note">{words.locked}</p>
      <p class="note">{isEarly ? words.attempts(made, HONEST_ATTEMPTS) : words.mayGiveUp}</p>
      <div class="dialog-actions">
        <button
          type="button"
          class="button"
          aria-disabled={isEarly}
          onClick={() => {
            if (!isEarly) isAsking.value = true
          }}
        >
          {words.giveUp}
        </button>
      </div>
    </>
  )
}

/** The focus goes to the harmless answer: a second Enter must not give up. */
function ConfirmGivingUp({ onYes, onNo }: { onYes: () => void; onNo: () => void }): JSX.Element {
  const no = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => no.current?.focus(), [])
  return (
    <div role="alertdialog" aria-labelledby="giving-up">
      <p id="giving-up" class="note">
        {words.giveUpCosts}
      </p>
      <div class="dialog-actions">
        <button ref={no} type="button" class="button" onClick={onNo}>
          {words.keepTrying}
        </button>
        <button type="button" class="button" onClick={onYes}>
          {words.showIt}
        </button>
      </div>
    </div>
  )
}
