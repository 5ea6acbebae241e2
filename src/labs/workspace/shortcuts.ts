import type { LabController } from './lab-controller.ts'
import { editablePacket } from './world/index.ts'

/**
 * Panes in their initial order, which Ctrl with a digit keeps, and the working element of each: the first one present
 * gets the focus, or else the pane itself.
 */
const TAB = '[role=tab][aria-selected=true]'
const PANES: Readonly<Record<string, readonly string[]>> = {
  '.editor-pane': ['.monaco-editor :is(.native-edit-context, textarea)', '.static-code'],
  '.dock-pane': [TAB],
  '.world-pane': [TAB],
  '.packets-pane': ['.body[tabindex="0"]', '#display-filter'],
  '.packet-pane': [TAB],
  '.transport': ['.play'],
}
const NAMES = Object.keys(PANES)

/**
 * The page's keys. Ctrl or ⌘ combinations work everywhere, single letters outside text fields only. Returns the
 * cleanup.
 */
export function listenForKeys(lab: LabController): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const act = actionFor(event, lab)
    if (!act) return
    event.preventDefault()
    act()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function actionFor(event: KeyboardEvent, lab: LabController): (() => void) | undefined {
  const { commands } = lab
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'Enter' && event.altKey) return () => commands.checkAgain()
    if (event.key === 'Enter') return event.shiftKey ? commands.check : commands.run
    // Everything is saved as it is typed; the browser's own dialog would save the page.
    if (event.key === 's') return () => lab.saveNow()
    if (/^[1-6]$/.test(event.key) && !event.shiftKey) return () => focusPane(NAMES[Number(event.key) - 1]!)
    return event.key === '.' ? commands.stop : undefined
  }
  if (event.key === 'F6') return () => walkPanes(event.shiftKey ? -1 : 1)
  // An open dialog has its own keys.
  if (isTyping(event.target) || event.altKey || document.querySelector('dialog[open]')) return undefined
  if (!lab.workspace.preferences.letterKeys.isOn.value && /^[a-z0-9]$/i.test(event.key)) return undefined
  return timeKey(event, lab) ?? packetKey(event, lab) ?? otherKey(event, lab)
}

function timeKey({ key, target, code }: KeyboardEvent, { time, match }: LabController): (() => void) | undefined {
  // The space key presses a button, and lists have their own first and last row.
  const isFree = !(target instanceof HTMLElement && target.closest('button, summary, select, a, [role=slider]'))
  if (key === ' ' && isFree) return () => time.toggle()
  if (key === '.' || code === 'Period') return () => void time.stepOn()
  if (key === ',' || code === 'Comma') return () => time.stepBack()
  if (key === 'Home' && isFree) return () => time.toStart()
  if (key === 'End' && isFree) return () => time.toEnd()
  if (key === 'n') return () => match(1)
  return key === 'N' ? () => match(-1) : undefined
}

/** Keys for the packet on the wire, and for the selected one. */
function packetKey({ key }: KeyboardEvent, lab: LabController): (() => void) | undefined {
  const { workspace, run, packetEdits } = lab
  const selected = workspace.selectedPacket.value
  if (key === 'z') return run.packetEdits.value.length > 0 ? packetEdits.undo : undefined
  if (key === 'c' && selected) {
    const place = workspace.shown.value?.recording.placeOf(selected)
    return place ? () => workspace.goToLine(place.file, place.line) : undefined
  }
  if (key === 's' && selected) return () => workspace.followStream()
  if (key === 'b') return lab.causes.back
  if (key === 'B') return lab.causes.forth
  const packet = editablePacket(workspace, run)
  if (!packet) return undefined
  if (key === 'd') return () => packetEdits.act(packet, { kind: 'drop' })
  if (key === '2') return () => packetEdits.act(packet, { kind: 'duplicate' })
  if (key === 'e') return () => document.querySelector<HTMLElement>('.packet-toolbar [data-shortcut="E"]')?.click()
  if (key !== 'h') return undefined
  return run.held.value.has(packet.number)
    ? () => packetEdits.release(packet.number)
    : () => packetEdits.act(packet, { kind: 'hold' })
}

function otherKey({ key }: KeyboardEvent, lab: LabController): (() => void) | undefined {
  const { workspace, commands } = lab
  if (key === '?') return commands.help
  if (key === 'w') return lab.goToFirstWrong
  if (key === 'a') return () => document.querySelector<HTMLElement>('.failed-test [data-command="again"]')?.click()
  if (key === 'r') return () => document.querySelector<HTMLElement>('.first-wrong .button')?.click()
  if (key === 't') return () => document.querySelector<HTMLElement>('[data-command="table"]')?.click()
  if (key === '/') return () => document.querySelector<HTMLElement>('#display-filter')?.focus()
  return key === 'Escape' ? () => workspace.select(null) : undefined
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && target.type === 'range') return false
  // Monaco takes text through the EditContext API: its element is not a text field to the document.
  const takesText = 'editContext' in target && target.editContext !== null
  return takesText || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** Goes to the next pane, and from the last to the first. */
function walkPanes(step: number): void {
  const seen = [...document.querySelectorAll<HTMLElement>(NAMES.join(', '))].filter((pane) => pane.offsetParent)
  // In their current order, which may have been changed.
  const panes = seen.map((pane) => NAMES.find((name) => pane.matches(name))!)
  const here = panes.findIndex((name) => document.querySelector(name)?.contains(document.activeElement))
  const start = here < 0 && step < 0 ? 0 : here
  focusPane(panes[(start + step + panes.length) % panes.length] ?? '')
}

function focusPane(name: string): void {
  const pane = document.querySelector<HTMLElement>(name)
  if (!pane) return
  const places = (PANES[name] ?? []).flatMap((place) => [...pane.querySelectorAll<HTMLElement>(place)])
  const place = places.find((one) => one.offsetParent)
  // An empty pane says so; focus moves on from it with the same keys.
  if (!place) pane.tabIndex = -1
  ;(place ?? pane).focus()
}
