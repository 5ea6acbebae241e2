import type { LabCommands } from './commands.ts'
import type { Workspace } from './workspace.ts'

/** Panes in reading order, for F6. */
const PANES = ['.editor-pane', '.dock-pane', '.world-pane', '.packets-pane', '.packet-pane', '.transport']

/** The page's keys. Ctrl or ⌘ combinations work everywhere, single letters outside text fields only. Returns what ends it. */
export function listenForKeys(workspace: Workspace, commands: LabCommands, firstWrong: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const act = actionFor(event, workspace, commands, firstWrong)
    if (!act) return
    event.preventDefault()
    act()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function actionFor(
  event: KeyboardEvent,
  workspace: Workspace,
  commands: LabCommands,
  firstWrong: () => void,
): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'Enter') return event.shiftKey ? commands.check : commands.run
    return event.key === '.' ? commands.stop : undefined
  }
  if (event.key === 'F6') return () => walkPanes(event.shiftKey ? -1 : 1)
  if (isTyping(event.target) || event.altKey) return undefined
  if (event.key === '?') return commands.help
  if (event.key === 'w') return firstWrong
  if (event.key === 'Escape') return () => workspace.select(null)
  return undefined
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Focus goes to the first thing in the next pane that can have it. */
function walkPanes(step: number): void {
  const panes = PANES.flatMap((name) => document.querySelector<HTMLElement>(name) ?? []).filter(
    (pane) => pane.offsetParent,
  )
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const start = here < 0 && step < 0 ? 0 : here
  const pane = panes[(start + step + panes.length) % panes.length]
  const inside = pane?.querySelector<HTMLElement>(
    'textarea, [role=tab][tabindex="0"], [tabindex="0"], button:not(:disabled), input, select',
  )
  inside?.focus()
}
