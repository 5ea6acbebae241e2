import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { strings } from '#strings'
import { BannerView } from './banner.tsx'
import { ContainerPane } from './container/index.ts'
import { LabDialogs } from './dialogs.tsx'
import { Dock } from './dock.tsx'
import { EditorPane } from './editor-pane.tsx'
import { FirstStep } from './first-step.tsx'
import { HintStages } from './hints/index.ts'
import { LabController } from './lab-controller.ts'
import type { LabExercise } from './lab-exercise.ts'
import { type ColumnName, INITIAL_LAYOUT, NEW_LAYOUT } from './layout.ts'
import { PacketPane, PacketsPane } from './packets/index.ts'
import { listenForKeys } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Splitter } from './splitter.tsx'
import { TerminalPane } from './terminal/index.ts'
import { TestsPane } from './tests-pane.tsx'
import { ReplayBar, Transport } from './time/index.ts'
import { TopBar } from './top-bar.tsx'
import { showValues } from './variant/index.ts'
import { VariantBar } from './variant-bar.tsx'
import { ViewBar } from './view-bar.tsx'
import { WorldPane } from './world/index.ts'

const names = strings.lab.panes

interface LabProps {
  exercise: LabExercise
  /** True on the page whose policy permits a WebContainer. */
  hasContainer?: boolean
  /** The exercise's text. */
  children?: ComponentChildren
}

/** The lab page: code on the left, its packets on the right. */
export function Lab({ exercise, hasContainer = false, children }: LabProps): JSX.Element {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const lab = useMemo(
    () => new LabController(exercise, { hasContainer, help: () => setHelpOpen(true) }),
    [exercise, hasContainer],
  )
  const { workspace, layout } = lab
  // Before the editor takes over the texts: keys typed earlier.
  useLayoutEffect(() => lab.begin(), [lab])
  useLayoutEffect(() => listenForKeys(lab), [lab])
  const { left, right } = { left: layout.left.value, right: Math.max(layout.right.value, layout.left.value + 0.1) }
  const columns = `--left:${fr(left)};--middle:${fr(right - left)};--right:${fr(1 - right)}`
  return (
    <main
      class="lab"
      data-view={workspace.view.value}
      data-dock={workspace.dock.value.split(' ')[0]}
      data-new={workspace.isNew.value || undefined}
    >
      <TopBar workspace={workspace} commands={lab.commands} work={lab.work} isBusy={lab.isBusy} canStop={lab.canStop} />
      <BannerView workspace={workspace} />
      <div class="work" style={columns}>
        {layout.order.value.flatMap((name, place) => [
          ...(place > 0 ? [<ColumnLine key={`line ${place}`} lab={lab} place={place} />] : []),
          <Column key={name} name={name} lab={lab} task={<TaskText lab={lab}>{children}</TaskText>} />,
        ])}
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

/** Sizes that a double click on a splitter brings back. */
const initialLayout = ({ workspace }: LabController) => (workspace.isNew.value ? NEW_LAYOUT : INITIAL_LAYOUT)

/** The splitter between a column and the one before it. */
function ColumnLine({ lab, place }: { lab: LabController; place: number }): JSX.Element {
  const { layout } = lab
  const side = place === 1 ? 'left' : 'right'
  const before = layout.order.value[place - 1]!
  return (
    <Splitter share={layout[side]} initial={initialLayout(lab)[side]} direction="columns" between={names[before]} />
  )
}

function Column({ name, lab, task }: { name: ColumnName; lab: LabController; task: ComponentChildren }): JSX.Element {
  if (name === 'code') return <CodeColumn lab={lab} task={task} />
  if (name === 'packets') return <PacketColumn lab={lab} />
  return (
    <div class="column world-column">
      <WorldPane
        workspace={lab.workspace}
        run={lab.run}
        packetEdits={lab.packetEdits}
        onKnobs={(link, knobs) => void lab.runs.turn(link, knobs)}
        onRun={lab.commands.run}
      />
    </div>
  )
}

/** The exercise's text, and hints for those who ask for them. */
function TaskText({ lab, children }: { lab: LabController; children: ComponentChildren }): JSX.Element {
  const task = useRef<HTMLDivElement>(null)
  const { exercise } = lab.workspace
  useLayoutEffect(() => {
    if (exercise.variants) showValues(task.current!, exercise)
  }, [exercise])
  return (
    <div class="task" ref={task}>
      {children}
      <VariantBar workspace={lab.workspace} commands={lab.commands} />
      <FirstStep workspace={lab.workspace} />
      <HintStages workspace={lab.workspace} />
    </div>
  )
}

function CodeColumn({ lab, task }: { lab: LabController; task: ComponentChildren }): JSX.Element {
  const { workspace, run, check, commands, manualClient, prompt } = lab
  const { topology, host: main, runsHere } = workspace.exercise
  const hosts = topology.nodes.filter(({ address }) => address !== '').map(({ name }) => name)
  const terminals = (runsHere ? [main, ...hosts.filter((host) => host !== main)] : []).map((host) => ({
    host,
    panel: <TerminalPane workspace={workspace} run={run} host={host} prompt={prompt} manualClient={manualClient} />,
  }))
  return (
    <TwoPanes lab={lab} name="code">
      <EditorPane key="editor" workspace={workspace} commands={commands} />
      <Dock
        key="dock"
        workspace={workspace}
        run={run}
        check={check}
        task={task}
        tests={<TestsPane workspace={workspace} check={check} commands={commands} onShow={lab.showTest} />}
        terminals={terminals}
        container={
          runsHere && (lab.container.isOn || workspace.dock.value === 'container') ? (
            <ContainerPane exercise={workspace.exercise.id} state={lab.container} />
          ) : null
        }
      />
    </TwoPanes>
  )
}

function PacketColumn({ lab }: { lab: LabController }): JSX.Element {
  const { workspace, run, commands, filter } = lab
  return (
    <TwoPanes lab={lab} name="packets">
      <PacketsPane
        key="list"
        workspace={workspace}
        run={run}
        commands={commands}
        filter={filter}
        onMatch={() => lab.match(1)}
        onGo={lab.goToPacket}
      />
      <PacketPane key="packet" workspace={workspace} />
    </TwoPanes>
  )
}

interface TwoPanesProps {
  lab: LabController
  name: 'code' | 'packets'
  children: [JSX.Element, JSX.Element]
}

/** A column of two panes, in the chosen order. */
function TwoPanes({ lab, name, children: [first, second] }: TwoPanesProps): JSX.Element {
  const { layout } = lab
  const share = layout[name]
  const panes = [
    first,
    <Splitter key="line" share={share} initial={initialLayout(lab)[name]} direction="rows" between={names[name]} />,
    second,
  ]
  return (
    <div
      class={`column ${name === 'code' ? 'code' : 'packet'}-column`}
      style={`--first:${fr(share.value)};--second:${fr(1 - share.value)}`}
    >
      {layout.turned.value.includes(name) ? panes.toReversed() : panes}
    </div>
  )
}

/** Visible at every width: time controls are always within reach. */
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

/**
 * Share of a grid's space, in hundredths: with one track at its minimum, shares that add up to less than 1 would leave
 * space empty.
 */
const fr = (share: number) => `${100 * share}fr`
