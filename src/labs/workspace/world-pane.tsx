import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import { LadderDrawing, LadderTable, layoutLadder } from '../ladder/index.ts'
import { TopologyDrawing } from '../topology/index.ts'
import { EmptyPane } from './empty-pane.tsx'
import type { RunState } from './run-state.ts'
import type { Workspace } from './workspace.ts'

const words = strings.world
/** More arrows than this make a ladder that nobody reads and a page that is slow. */
const SHOWN = 300

/** Topology above, ladder below: hosts stand above their own lifelines. */
export function WorldPane({
  workspace,
  run,
  onRun,
}: {
  workspace: Workspace
  run: RunState
  onRun: () => void
}): JSX.Element {
  const asTable = useSignal(false)
  const { exercise, selected } = workspace
  const shown = workspace.shown.value
  const recording = shown?.recording ?? null
  recording?.version.value
  const now = recording?.now ?? 0
  const isLive = shown?.source === 'run' && run.isUnderWay.value
  return (
    <section class="pane world-pane" aria-label={strings.lab.panes.world}>
      <div class="tabs">
        <h2 class="tab-title">{strings.lab.panes.world}</h2>
        <span class="spacer" />
        <div class="tools">
          <button
            type="button"
            class="icon-button"
            aria-pressed={asTable.value}
            onClick={() => {
              asTable.value = !asTable.value
            }}
          >
            {words.asTable}
          </button>
        </div>
      </div>
      <TopologyDrawing
        topology={exercise.topology}
        recording={recording}
        now={now}
        isLive={isLive}
        selected={selected.value}
        peerHost={exercise.byHand.host}
        peerName={shown?.source === 'test' ? words.testPeer : words.yourHand}
        onSelect={(packet) => workspace.select(packet)}
      />
      {recording && recording.packets.length > 0 ? (
        <WorldBody workspace={workspace} asTable={asTable.value} isLive={isLive} />
      ) : (
        <EmptyPane title={words.emptyTitle} text={words.emptyText}>
          <button type="button" class="button" onClick={onRun}>
            {strings.lab.run} <kbd>Ctrl ↵</kbd>
          </button>
        </EmptyPane>
      )}
    </section>
  )
}

interface WorldBodyProps {
  workspace: Workspace
  asTable: boolean
  isLive: boolean
}

function WorldBody({ workspace, asTable, isLive }: WorldBodyProps): JSX.Element {
  const { recording, firstWrong } = workspace.shown.value!
  // Lists grow in place: the version is what tells that this has to be drawn again.
  recording.version.value
  const packets = around(recording.packets, workspace.selected.value ?? firstWrong)
  const keep = new Set([workspace.selected.value, firstWrong].filter((n) => n !== null))
  if (asTable)
    return (
      <div class="body" tabIndex={0} role="group" aria-label={strings.ladder.caption}>
        <LadderTable packets={packets} caption={strings.ladder.caption} />
      </div>
    )
  const layout = layoutLadder(packets, {
    hosts: workspace.exercise.topology.nodes.map((node) => node.name),
    width: 372,
    margin: 62,
    pixelsPerMillisecond: 3.5,
    foldOver: 24,
    now: recording.now,
    keepLabels: keep,
  })
  return (
    <div class="body ladder-body" tabIndex={0} role="group" aria-label={words.ladder}>
      {packets.length < recording.packets.length && <p class="note">{words.onlyPart(packets.length)}</p>}
      <LadderDrawing
        layout={layout}
        label={strings.ladder.label(packets.length)}
        selected={workspace.selected.value}
        wrong={firstWrong}
        now={isLive ? recording.now : null}
        onSelect={(packet) => workspace.select(packet)}
      />
    </div>
  )
}

/** The last packets, or those around the one that matters. */
function around<T extends { number: number }>(packets: readonly T[], centre: number | null): readonly T[] {
  if (packets.length <= SHOWN) return packets
  const index = centre === null ? packets.length : packets.findIndex((packet) => packet.number === centre)
  const start = Math.max(0, Math.min(packets.length - SHOWN, index - SHOWN / 2))
  return packets.slice(start, start + SHOWN)
}
