import type { JSX } from 'preact'
import { strings } from '#strings'
import { InlineCode } from './inline-code.tsx'
import type { Workspace } from './workspace.ts'

/** The one thing to do first. Marked until something has run; then the marker belongs to packets. */
export function FirstStep({ workspace }: { workspace: Workspace }): JSX.Element | null {
  const text = workspace.exercise.firstStep
  if (text === null) return null
  return (
    <p class={`first-step${workspace.isNew.value ? ' marked' : ''}`}>
      <b>{strings.lab.firstStep}</b> <InlineCode text={text} />
    </p>
  )
}
