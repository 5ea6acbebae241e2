import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { strings } from '#strings'
import { siteAddress } from '../../site/index.ts'
import type { Texts } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'
import { DiffView } from './diff-view.tsx'
import { LockedSolution } from './locked-solution.tsx'

const words = strings.solution

interface SolutionProps {
  workspace: Workspace
  onTaken: (before: Texts) => void
}

/** Whether the learner may see the solution now. */
export function isSolutionOpen({ exercise: { solution }, hasPassed, hasGivenUp }: Workspace): boolean {
  if (solution?.when === 'after-due') return Date.now() >= solution.due
  return solution !== null && (hasPassed.value || hasGivenUp.value)
}

/** Shows the solution, or what opens it. */
export function Solution({ workspace, onTaken }: SolutionProps): JSX.Element | null {
  const { solution } = workspace.exercise
  if (!solution) return null
  if (isSolutionOpen(workspace)) {
    const failed = solution.when === 'after-due' ? words.notBuilt : words.failed
    return <OpenSolution workspace={workspace} onTaken={onTaken} failed={failed} />
  }
  if (solution.when === 'after-due') return <p class="note">{words.opensAt(day.format(solution.due))}</p>
  return <LockedSolution workspace={workspace} />
}

const day = new Intl.DateTimeFormat(strings.language, { dateStyle: 'long', timeStyle: 'short' })

/** The solution next to the learner's files; it can be copied to the editor, and undone. */
function OpenSolution({ workspace, onTaken, failed }: SolutionProps & { failed: string }): JSX.Element {
  const [solution, setSolution] = useState<Texts | 'failed' | null>(null)
  const address = workspace.exercise.solution?.address ?? ''
  useEffect(() => {
    void fetchTexts(address).then(setSolution)
  }, [address])
  if (solution === null) return <p class="note">…</p>
  if (solution === 'failed') return <p class="error">{failed}</p>
  const mine = workspace.files.texts.value
  const own = Object.fromEntries(Object.entries(mine).filter(([name]) => name in solution))
  return (
    <>
      {workspace.hasGivenUp.value && <p class="note">{words.gaveUp}</p>}
      <DiffView before={own} after={solution} names={[words.mine, words.theirs]} />
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          onClick={() => {
            workspace.replaceFiles({ ...mine, ...solution })
            onTaken(mine)
          }}
        >
          {words.take}
        </button>
      </div>
    </>
  )
}

async function fetchTexts(address: string): Promise<Texts | 'failed'> {
  const response = await fetch(siteAddress(address)).catch(() => null)
  return response?.ok ? ((await response.json()) as Texts) : 'failed'
}
