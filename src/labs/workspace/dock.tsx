import type { ComponentChildren, JSX } from 'preact'
import { strings } from '#strings'
import type { CheckState } from './check-state.ts'
import type { RunState } from './runs/index.ts'
import { domId, TabList } from './tab-list.tsx'
import type { DockTab, Workspace } from './workspace.ts'

const words = strings.dock

interface DockProps {
  workspace: Workspace
  run: RunState
  check: CheckState
  task: ComponentChildren
  tests: ComponentChildren
  /** Terminals of the hosts, in topology order. */
  terminals: readonly { host: string; panel: ComponentChildren }[]
  /** Pane of the WebContainer, where it is on or somebody has asked for it. */
  container: ComponentChildren | null
}

/** Task, tests and terminals as tabs. Only a run, a check and a crash bring a tab forward by themselves. */
export function Dock({ workspace, run, check, task, tests, terminals, container }: DockProps): JSX.Element {
  const panels: { id: DockTab; label: ComponentChildren; panel: ComponentChildren; class?: string }[] = [
    { id: 'task', label: words.task, panel: task },
    { id: 'tests', label: <TestsLabel workspace={workspace} check={check} />, panel: tests },
    ...terminals.map(({ host, panel }) => ({
      id: `host ${host}` as const,
      label: <TerminalLabel run={run} host={host} />,
      panel,
    })),
    ...(container
      ? [{ id: 'container' as const, label: strings.container.tab, panel: container, class: 'last-tab' }]
      : []),
  ]
  const on = workspace.dock.value
  const packets = { id: 'packets' as const, label: strings.lab.panes.packets, class: 'narrow-tab' }
  return (
    <section class="pane dock-pane" aria-label={strings.lab.panes.dock}>
      <div class="tabs">
        <TabList
          name={strings.lab.panes.dock}
          tabs={[...panels, packets]}
          on={workspace.dock}
          prefix="dock"
          without={['packets']}
        />
      </div>
      {panels.map(({ id, panel }) => (
        <div
          key={id}
          class="body"
          role="tabpanel"
          tabIndex={0}
          id={domId(`dock-panel-${id}`)}
          aria-labelledby={domId(`dock-tab-${id}`)}
          hidden={id !== on && !(on === 'packets' && id === 'task')}
        >
          {panel}
        </div>
      ))}
    </section>
  )
}

function TestsLabel({ workspace, check }: { workspace: Workspace; check: CheckState }): JSX.Element {
  const { visible, practice } = workspace.exercise.tests
  const failed = check.failed.value.length
  const ran = check.ran.value.length
  const isDone = check.phase.value === 'done'
  // Also from an earlier visit, until a check says otherwise.
  const hasPassed = isDone ? failed === 0 && check.passed.value.length > 0 : failed === 0 && workspace.hasPassed.value
  return (
    <>
      {words.tests}
      {failed > 0 && (
        <span class="badge bad">{ran < failed ? words.stoppedBadge(ran) : words.failedBadge(failed)}</span>
      )}
      {hasPassed && <span class="badge ok">{words.passedBadge}</span>}
      {!isDone && failed === 0 && !hasPassed && <span class="badge">{visible + practice}</span>}
    </>
  )
}

/** A dot for a host's processes: running, ended (hollow), crashed (a cross). */
function TerminalLabel({ run, host }: { run: RunState; host: string }): JSX.Element {
  const recording = run.recording.value
  recording?.version.value
  const processes = recording?.processesOn(host) ?? []
  const runs = run.isUnderWay.value && processes.some(({ exit }) => exit === null)
  const crashed = !runs && (processes.findLast(({ isLine }) => !isLine)?.exit?.code ?? 0) !== 0
  return (
    <>
      <span class={runs ? 'process-dot' : crashed ? 'process-dot crashed' : 'process-dot off'} />
      {host}
      <span class="sr-only">{runs ? words.runs : crashed ? words.crashed : words.noProcess}</span>
    </>
  )
}
