import type { ComponentChildren, JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import type { CheckState } from './check-state.ts'
import type { RunState } from './run-state.ts'
import type { DockTab, Workspace } from './workspace.ts'

const words = strings.dock

interface DockProps {
  workspace: Workspace
  run: RunState
  check: CheckState
  task: ComponentChildren
  tests: ComponentChildren
  terminal: ComponentChildren
}

/** Task, tests and terminal share one place. Only the first run, a check and a crash bring a tab forward by themselves. */
export function Dock({ workspace, run, check, task, tests, terminal }: DockProps): JSX.Element {
  const tabs: { id: DockTab; label: ComponentChildren; panel: ComponentChildren }[] = [
    { id: 'task', label: words.task, panel: task },
    { id: 'tests', label: <TestsLabel workspace={workspace} check={check} />, panel: tests },
    { id: 'terminal', label: <TerminalLabel run={run} />, panel: terminal },
  ]
  const on = workspace.dock.value
  return (
    <section class="pane dock-pane" aria-label={strings.lab.panes.dock}>
      <div
        class="tabs"
        role="tablist"
        aria-label={strings.lab.panes.dock}
        onKeyDown={(event) => walkTabs(event, workspace)}
      >
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} isOn={tab.id === on} workspace={workspace}>
            {tab.label}
          </Tab>
        ))}
        <Tab id="packets" isOn={on === 'packets'} workspace={workspace}>
          {strings.lab.panes.packets}
        </Tab>
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          class="body"
          role="tabpanel"
          tabIndex={0}
          id={`panel-${tab.id}`}
          aria-labelledby={`tab-${tab.id}`}
          hidden={tab.id !== on && !(on === 'packets' && tab.id === 'task')}
        >
          {tab.panel}
        </div>
      ))}
    </section>
  )
}

interface TabProps {
  id: DockTab
  isOn: boolean
  workspace: Workspace
  children: ComponentChildren
}

function Tab({ id, isOn, workspace, children }: TabProps): JSX.Element {
  return (
    <button
      type="button"
      class={id === 'packets' ? 'tab narrow-tab' : 'tab'}
      role="tab"
      id={`tab-${id}`}
      aria-selected={isOn}
      aria-controls={id === 'packets' ? undefined : `panel-${id}`}
      tabIndex={isOn ? 0 : -1}
      onClick={() => {
        workspace.dock.value = id
      }}
    >
      {children}
    </button>
  )
}

/** Left and right arrows walk the tabs, as everywhere. */
function walkTabs(event: KeyboardEvent & { currentTarget: HTMLElement }, workspace: Workspace): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')].filter((tab) => tab.offsetParent)
  const next = tabs[(tabs.indexOf(document.activeElement as HTMLElement) + step + tabs.length) % tabs.length]
  next?.focus()
  if (next) workspace.dock.value = next.id.replace('tab-', '') as DockTab
}

function TestsLabel({ workspace, check }: { workspace: Workspace; check: CheckState }): JSX.Element {
  const { visible, practice } = workspace.exercise.tests
  const failed = check.failed.value.length
  const isDone = check.phase.value === 'done'
  return (
    <>
      {words.tests}
      {failed > 0 && <span class="badge bad">{words.failedBadge(failed)}</span>}
      {isDone && failed === 0 && check.passed.value.length > 0 && <span class="badge ok">{words.passedBadge}</span>}
      {!isDone && failed === 0 && <span class="badge">{visible + practice}</span>}
    </>
  )
}

function TerminalLabel({ run }: { run: RunState }): JSX.Element {
  return (
    <>
      <span class={run.isUnderWay.value ? 'process-dot' : 'process-dot off'} />
      {words.terminal}
    </>
  )
}
