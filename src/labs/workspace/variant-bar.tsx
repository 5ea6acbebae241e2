import type { JSX } from 'preact'
import { strings } from '#strings'
import type { LabCommands } from './commands.ts'
import type { Workspace } from './workspace.ts'

const words = strings.variant

/** Says whose variant the task is, and draws another. */
export function VariantBar({
  workspace,
  commands,
}: {
  workspace: Workspace
  commands: LabCommands
}): JSX.Element | null {
  const { variants, generated } = workspace.exercise
  if (variants === null || Object.keys(generated).length === 0) return null
  return (
    <p class="variant-bar">
      <span>{words.yours}</span>
      <button type="button" class="button" onClick={commands.newVariant}>
        {words.another}
      </button>
    </p>
  )
}
