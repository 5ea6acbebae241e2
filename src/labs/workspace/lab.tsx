import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import { BannerView } from './banner.tsx'
import { LabDialogs } from './dialogs.tsx'
import { Dock } from './dock.tsx'
import { EditorPane } from './editor-pane.tsx'
import { HintStages } from './hints/index.ts'
import { LabController } from './lab-controller.ts'
import type { LabExercise } from './lab-exercise.ts'
import { INITIAL_LAYOUT } from './layout.ts'
import { PacketPane, PacketsPane } from './packets/index.ts'
import { listenForKeys } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Splitter } from './splitter.tsx'
import { TerminalPane } from './terminal/index.ts'
import { TestsPane } from './tests-pane.tsx'
import { ReplayBar, Transport } from './time/index.ts'
import { TopBar } from './top-bar.tsx'
import { ViewBar } from './view-bar.tsx'
import { WorldPane } from './world/index.ts'

const names = strings.lab.panes

/** The lab page: code on the left, its packets on the right. `children` is the exercise's text. */
export function Lab({ exercise, children }: { exercise: LabExercise; children?: ComponentChildren }): JSX.Element {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const lab = useMemo(() => new LabController(exercise, () => setHelpOpen(true)), [exercise])
  const { workspace, layout } = lab
  // Before the editor takes the texts: what was typed earlier.
  useLayoutEffect(() => lab.begin(), [lab])
  useEffect(() => listenForKeys(lab), [lab])
  const { left, right } = { left: layout.left.value, right: Math.max(layout.right.value, layout.left.value + 0.1) }
  const columns = `--left:${left}fr;--middle:${right - left}fr;--right:${1 - right}fr`
  return (
    <main class="lab" data-view={workspace.view.value} data-dock={workspace.dock.value.split(' ')[0]}>
      <TopBar workspace={workspace} commands={lab.commands} work={lab.work} isBusy={lab.isBusy} />
      <BannerView workspace={workspace} />
      <div class="work" style={columns}>
        <CodeColumn lab={lab} task={<TaskText lab={lab}>{children}</TaskText>} />
        <Splitter share={layout.left} initial={INITIAL_LAYOUT.left} direction="columns" between={names.code} />
        <div class="column world-column">
          <WorldPane
            workspace={workspace}
            run={lab.run}
            hand={lab.packetHand}
            onKnobs={(link, knobs) => void lab.runs.turn(link, knobs)}
            onRun={lab.commands.run}
          />
        </div>
        <Splitter share={layout.right} initial={INITIAL_LAYOUT.right} direction="columns" between={names.world} />
        <PacketColumn lab={lab} />
      </div>
      <TimeRow lab={lab} />
      <ViewBar workspace={workspace} />
      <p class="sr-only" aria-live="polite">
        {workspace.announcement.value}
      </p>
      <LabDialogs lab={lab} />
      <ShortcutsDialog workspace={workspace} isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </main>
  )
}

/** The exercise's text, and hints for who asks for them. */
function TaskText({ lab, children }: { lab: LabController; children: ComponentChildren }): JSX.Element {
  return (
    <div class="task">
      {children}
      <HintStages workspace={lab.workspace} />
    </div>
  )
}

function CodeColumn({ lab, task }: { lab: LabController; task: ComponentChildren }): JSX.Element {
  const { workspace, run, check, layout, commands, hand, prompt } = lab
  const hosts = workspace.exercise.topology.nodes.filter(({ address }) => address !== '').map(({ name }) => name)
  const main = workspace.exercise.host
  const terminals = [main, ...hosts.filter((host) => host !== main)].map((host) => ({
    host,
    panel: <TerminalPane workspace={workspace} run={run} host={host} prompt={prompt} hand={hand} />,
  }))
  return (
    <div class="column code-column" style={shares(layout.code.value)}>
      <EditorPane workspace={workspace} commands={commands} />
      <Splitter share={layout.code} initial={INITIAL_LAYOUT.code} direction="rows" between={names.code} />
      <Dock
        workspace={workspace}
        run={run}
        check={check}
        task={task}
        tests={<TestsPane workspace={workspace} check={check} commands={commands} onShow={lab.showTest} />}
        terminals={terminals}
      />
    </div>
  )
}

function PacketColumn({ lab }: { lab: LabController }): JSX.Element {
  const { workspace, run, layout, commands, filter } = lab
  return (
    <div class="column packet-column" style={shares(layout.packets.value)}>
      <PacketsPane
        workspace={workspace}
        run={run}
        commands={commands}
        filter={filter}
        onMatch={() => lab.match(1)}
        onGo={lab.goToPacket}
      />
      <Splitter share={layout.packets} initial={INITIAL_LAYOUT.packets} direction="rows" between={names.packets} />
      <PacketPane workspace={workspace} />
    </div>
  )
}

/** Never hidden, at any width: time is never out of reach. */
function TimeRow({ lab }: { lab: LabController }): JSX.Element {
  const { workspace, run, time } = lab
  return (
    <div class="time-row">
      <ReplayBar
        workspace={workspace}
        run={run}
        time={time}
        onBranch={() => void lab.runs.branchFrom(workspace.now.value)}
        onBackToRun={run.recording.value ? lab.showRun : null}
      />
      <Transport workspace={workspace} run={run} time={time} onMatch={() => lab.match(1)} />
    </div>
  )
}

const shares = (first: number) => `--first:${first}fr;--second:${1 - first}fr`
