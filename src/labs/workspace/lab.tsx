import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import { BannerView } from './banner.tsx'
import { Dock } from './dock.tsx'
import { EditorPane } from './editor-pane.tsx'
import type { LabExercise } from './lab-exercise.ts'
import { INITIAL_LAYOUT } from './layout.ts'
import { makeLab } from './make-lab.ts'
import { PacketPane } from './packet-pane.tsx'
import { PacketsPane } from './packets-pane.tsx'
import { listenForKeys } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Splitter } from './splitter.tsx'
import { TerminalPane } from './terminal-pane.tsx'
import { TestsPane } from './tests-pane.tsx'
import { TopBar } from './top-bar.tsx'
import { Transport } from './transport.tsx'
import { ViewBar } from './view-bar.tsx'
import { WorldPane } from './world-pane.tsx'

const names = strings.lab.panes

/** The lab page: code on the left, its packets on the right. `children` is the exercise's text. */
export function Lab({ exercise, children }: { exercise: LabExercise; children?: ComponentChildren }): JSX.Element {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const lab = useMemo(() => makeLab(exercise, () => setHelpOpen(true)), [exercise])
  const { workspace, run, check, layout, commands } = lab
  // Before the editor takes the texts: what was typed earlier.
  useLayoutEffect(() => lab.begin(), [lab])
  useEffect(() => listenForKeys(workspace, commands, lab.goToFirstWrong), [lab, workspace, commands])
  const isBusy = run.isUnderWay.value || check.phase.value === 'running'
  const { left, right } = { left: layout.left.value, right: Math.max(layout.right.value, layout.left.value + 0.1) }
  const columns = `--left:${left}fr;--middle:${right - left}fr;--right:${1 - right}fr`
  return (
    <main class="lab" data-view={workspace.view.value} data-dock={workspace.dock.value}>
      <TopBar workspace={workspace} commands={commands} isBusy={isBusy} />
      <BannerView workspace={workspace} />
      <div class="work" style={columns}>
        <div class="column code-column" style={`--first:${layout.code.value}fr;--second:${1 - layout.code.value}fr`}>
          <EditorPane workspace={workspace} commands={commands} />
          <Splitter share={layout.code} initial={INITIAL_LAYOUT.code} direction="rows" between={names.code} />
          <Dock
            workspace={workspace}
            run={run}
            check={check}
            task={<div class="task">{children}</div>}
            tests={<TestsPane workspace={workspace} check={check} commands={commands} onShow={lab.showTest} />}
            terminal={<TerminalPane workspace={workspace} run={run} actions={lab.hand} />}
          />
        </div>
        <Splitter share={layout.left} initial={INITIAL_LAYOUT.left} direction="columns" between={names.code} />
        <div class="column world-column">
          <WorldPane workspace={workspace} run={run} onRun={commands.run} />
        </div>
        <Splitter share={layout.right} initial={INITIAL_LAYOUT.right} direction="columns" between={names.world} />
        <div
          class="column packet-column"
          style={`--first:${layout.packets.value}fr;--second:${1 - layout.packets.value}fr`}
        >
          <PacketsPane
            workspace={workspace}
            commands={commands}
            filter={lab.filter}
            onBackToRun={run.recording.value ? lab.showRun : null}
          />
          <Splitter share={layout.packets} initial={INITIAL_LAYOUT.packets} direction="rows" between={names.packets} />
          <PacketPane workspace={workspace} />
        </div>
      </div>
      <Transport workspace={workspace} run={run} />
      <ViewBar workspace={workspace} />
      <p class="sr-only" aria-live="polite">
        {workspace.announcement.value}
      </p>
      <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </main>
  )
}
