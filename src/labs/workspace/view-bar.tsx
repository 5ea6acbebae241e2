import type { JSX } from 'preact'
import { strings } from '#strings'
import type { View, Workspace } from './workspace.ts'

const VIEWS: View[] = ['task', 'code', 'world', 'packets', 'tests']

/** Selects the pane on a narrow screen. */
export function ViewBar({ workspace }: { workspace: Workspace }): JSX.Element {
  return (
    <nav class="view-bar" aria-label={strings.lab.views}>
      {VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          aria-pressed={workspace.view.value === view}
          onClick={() => {
            workspace.view.value = view
            if (view === 'task') workspace.dock.value = 'task'
            if (view === 'tests' && !workspace.dock.value.startsWith('host ')) workspace.dock.value = 'tests'
          }}
        >
          {strings.views[view]}
        </button>
      ))}
    </nav>
  )
}
