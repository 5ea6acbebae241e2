import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { strings } from '#strings'
import { siteAddress } from '../../site/index.ts'
import type { Texts } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'
import { DiffView } from './diff-view.tsx'

const words = strings.solution

/** Shows the solution next to the learner's files; it can be copied to the editor, and undone. */
export function Solution({
  workspace,
  onTaken,
}: {
  workspace: Workspace
  onTaken: (before: Texts) => void
}): JSX.Element {
  const [solution, setSolution] = useState<Texts | 'failed' | null>(null)
  const address = workspace.exercise.solution?.address ?? ''
  useEffect(() => {
    void fetchTexts(address).then(setSolution)
  }, [address])
  if (solution === null) return <p class="note">…</p>
  if (solution === 'failed') return <p class="error">{words.failed}</p>
  const mine = workspace.files.texts.value
  const own = Object.fromEntries(Object.entries(mine).filter(([name]) => name in solution))
  return (
    <>
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
