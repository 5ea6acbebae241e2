import type { JSX } from 'preact'
import { strings } from '#strings'
import type { CheckState } from './check-state.ts'
import type { LabCommands } from './commands.ts'

const words = strings.tests

/** What to run next: only what failed, by hand or after each change. */
export function AgainBar({ check, commands }: { check: CheckState; commands: LabCommands }): JSX.Element {
  const failed = check.failedBefore.value.length
  const isRunning = check.phase.value === 'running'
  const again = check.skipped.value > 0 ? words.againUnpassed(failed) : words.againFailed(failed)
  return (
    <p class="again-bar">
      {failed > 0 && (
        <button type="button" class="button" aria-disabled={isRunning} onClick={() => commands.checkAgain()}>
          {isRunning ? words.running : again} {!isRunning && <kbd class="medium-up">Ctrl Alt ↵</kbd>}
        </button>
      )}
      <label>
        <input
          type="checkbox"
          checked={check.isWatching.value}
          onChange={(event) => commands.watch(event.currentTarget.checked)}
        />{' '}
        {words.watch}
      </label>
    </p>
  )
}
