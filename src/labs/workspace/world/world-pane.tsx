import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { TopologyDrawing } from '../../topology/index.ts'
import { EmptyPane } from '../empty-pane.tsx'
import type { LabExercise } from '../lab-exercise.ts'
import type { Knobs, RunState } from '../runs/index.ts'
import { knobsAt } from '../runs/index.ts'
import { TabList } from '../tab-list.tsx'
import type { Workspace } from '../workspace.ts'
import { knobText, LinkKnobs } from './link-knobs.tsx'
import { type PacketEditActions, PacketToolbar } from './packet-toolbar.tsx'
import { PlotsView } from './plots-view.tsx'
import { TablesView } from './tables-view.tsx'
import { TopologyTables } from './topology-tables.tsx'
import { WorldLadder } from './world-ladder.tsx'

const words = strings.world
interface WorldPaneProps {
  workspace: Workspace
  run: RunState
  packetEdits: PacketEditActions
  onKnobs: (link: number, knobs: Knobs) => void
  onRun: () => void
}

interface WorldTab {
  /** Part of the tab's and the panel's id. */
  id: string
  label: string
  panel: (props: WorldPaneProps & { asTable: boolean }) => JSX.Element
  /** Is a table anyway: offers no other form. */
  isTable?: true
}

/** Panels of the world, the first one shown at first. A new one is a file beside this one and a line here. */
const TABS: readonly WorldTab[] = [
  { id: 'ladder', label: strings.lab.panes.world, panel: LadderPanel },
  { id: 'tables', label: strings.tables.tab, panel: TablesView, isTable: true },
  { id: 'plots', label: strings.plots.tab, panel: PlotsView },
]

/** Topology above, ladder below, with hosts above their own lifelines. Tabs show the hosts' tables, and plots. */
export function WorldPane(props: WorldPaneProps): JSX.Element {
  const { workspace } = props
  const on = useSignal(TABS[0]!.id)
  /** Chosen here; null is the default. */
  const chosen = useSignal<boolean | null>(null)
  const asTable = chosen.value ?? workspace.preferences.screenReader.isOn.value
  return (
    <section class="pane world-pane" aria-label={strings.lab.panes.world}>
      <div class="tabs">
        <TabList name={strings.lab.panes.world} tabs={TABS} on={on} prefix="world" />
        <span class="spacer" />
        <div class="tools">
          {!TABS.find(({ id }) => id === on.value)?.isTable && (
            <button
              type="button"
              class="icon-button"
              aria-pressed={asTable}
              data-command="table"
              onClick={() => {
                chosen.value = !asTable
              }}
            >
              {words.asTable}
            </button>
          )}
        </div>
      </div>
      {TABS.map(({ id, panel: Panel }) => (
        <div
          key={id}
          class="world-panel"
          role="tabpanel"
          id={`world-panel-${id}`}
          aria-labelledby={`world-tab-${id}`}
          hidden={id !== on.value}
        >
          {/* Hidden tables and plots cost nothing. */}
          {id === on.value && <Panel {...props} asTable={asTable} />}
        </div>
      ))}
    </section>
  )
}

function LadderPanel(props: WorldPaneProps & { asTable: boolean }): JSX.Element {
  const { workspace, run, packetEdits, asTable } = props
  const shown = workspace.shown.value
  shown?.recording.version.value
  const hasPackets = workspace.links.listed(shown).length > 0
  return (
    <>
      {shown?.source !== 'file' && <Topology {...props} />}
      <PacketToolbar workspace={workspace} run={run} actions={packetEdits} />
      {hasPackets ? (
        <WorldLadder workspace={workspace} run={run} asTable={asTable} />
      ) : (
        <NothingYet exercise={workspace.exercise} isRunning={run.isUnderWay.value} onRun={props.onRun} />
      )}
    </>
  )
}

interface NothingYetProps {
  exercise: LabExercise
  isRunning: boolean
  onRun: () => void
}

function NothingYet({ exercise, isRunning, onRun }: NothingYetProps): JSX.Element {
  if (isRunning) return <EmptyPane title={words.quietTitle} text={words.quietText(exercise.byHand?.host)} />
  const { runsHere, programs } = exercise
  const { kernelOnlyTitle, kernelOnly, button } = strings.submit
  const [title, text] = runsHere
    ? [words.emptyTitle, programs.length > 0 ? words.emptyText : words.emptyCheckText]
    : [kernelOnlyTitle, kernelOnly]
  return (
    <EmptyPane title={title} text={text}>
      <button type="button" class="button" onClick={onRun}>
        {runsHere ? strings.lab.run : button} <kbd>Ctrl ↵</kbd>
      </button>
    </EmptyPane>
  )
}

function Topology({ workspace, run, onKnobs, asTable }: WorldPaneProps & { asTable: boolean }): JSX.Element {
  const { exercise, selected, snapshot, now, moment } = workspace
  const shown = workspace.shown.value
  const isLive = shown?.source === 'run' && run.isUnderWay.value && moment.value === null
  const knobs = (link: number) =>
    shown
      ? knobsAt(snapshot.value, exercise.topology, link)
      : (run.knobs.value.get(link) ?? exercise.topology.links[link]!.begins)
  return (
    <div class="topology-box">
      {asTable ? (
        <TopologyTables topology={exercise.topology} snapshot={snapshot.value} knobs={knobs} />
      ) : (
        <TopologyDrawing
          topology={exercise.topology}
          recording={shown?.recording ?? null}
          snapshot={snapshot.value}
          now={now.value}
          linkText={(link) => knobText(knobs(link)).delay}
          isLive={isLive}
          selected={selected.value}
          peerHost={exercise.byHand?.host ?? ''}
          peerName={shown?.source === 'test' ? words.testPeer : words.manualClient}
          onSelect={(packet) => workspace.select(packet)}
        />
      )}
      {exercise.runsHere && shown?.source !== 'test' && (
        <LinkKnobs
          topology={exercise.topology}
          knobs={(link) =>
            isLive ? knobs(link) : (run.knobs.value.get(link) ?? exercise.topology.links[link]!.begins)
          }
          isLive={isLive}
          onTurn={onKnobs}
        />
      )}
    </div>
  )
}
