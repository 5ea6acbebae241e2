import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { strings } from '#strings'
import { FigureControls } from '../figure/figure-controls.tsx'
import { PacketFields, PacketList } from '../packets/index.ts'
import { fateAt, type ReadPacket, type Recording } from '../recording/index.ts'
import { EmptyPane } from '../workspace/empty-pane.tsx'
import { FilterField } from '../workspace/packets/filter-field.tsx'
import { PacketFilter } from '../workspace/packets/index.ts'
import { TabList } from '../workspace/tab-list.tsx'
import { HostTables } from '../workspace/world/tables-view.tsx'
import { CaptureLadder } from './capture-ladder.tsx'
import { asIfArrived, isCapturedAt } from './captured.ts'
import type { Case } from './case.ts'

const words = strings.surprise
type View = 'list' | 'ladder' | 'tables'

interface CapturePaneProps {
  shells: readonly string[]
  nodes: readonly string[]
  /** Null in the built page, and until the world begins to open. */
  one: Case | null
}

/** What was captured: as a list, as a ladder, and the tables of the nodes, each at any moment. */
export function CapturePane({ shells, nodes, one }: CapturePaneProps): JSX.Element {
  const view = useSignal<View>('list')
  const text = useSignal('')
  const point = useSignal('')
  const filter = useMemo(() => new PacketFilter(), [one])
  const recording = one && (one.shows.value === 'mended' ? one.mended.value : one.broken.value)
  recording?.version.value
  const isOver = one?.isOver.value ?? false
  const matching = filter.apply(recording?.packets ?? [], text.value)
  const packets = matching.packets.filter((packet) => isCapturedAt(point.value === '' ? null : point.value, packet))
  return (
    <section class="pane surprise-capture" aria-label={words.captured}>
      <CaptureTabs one={one} view={view} point={point} nodes={shells} count={packets.length} />
      {view.value !== 'tables' && (
        <FilterField
          text={text}
          error={matching.error?.reason ?? null}
          onMatch={() => {
            const next = packets.find(({ number }) => number > (one?.selected.value ?? 0)) ?? packets[0]
            if (one && next) one.selected.value = next.number
          }}
        />
      )}
      {matching.error && (
        <p class="filter-error" id="filter-error" role="status">
          {strings.packets.filterError(matching.error.reason, matching.error.column)}
        </p>
      )}
      <div
        class="capture-panel"
        role="tabpanel"
        id={`capture-panel-${view.value}`}
        aria-labelledby={`capture-tab-${view.value}`}
      >
        {one && recording ? (
          <Shown one={one} recording={recording} view={view.value} packets={packets} nodes={nodes} shells={shells} />
        ) : (
          <EmptyPane text={words.begins} />
        )}
      </div>
      {one && recording && recording.packets.length > 0 && (
        <fieldset class="figure-foot capture-time">
          <FigureControls key={one.shows.value} runs={[recording]} moment={one.moment} />
        </fieldset>
      )}
      <p class="note">{isOver ? words.fatesShown : words.asIfArrived}</p>
      {one && recording && <Selected one={one} recording={recording} />}
    </section>
  )
}

interface CaptureTabsProps {
  one: Case | null
  view: Signal<View>
  point: Signal<string>
  nodes: readonly string[]
  count: number
}

function CaptureTabs({ one, view, point, nodes, count }: CaptureTabsProps): JSX.Element {
  const views = (['list', 'ladder', 'tables'] as const).map((id) => ({ id, label: words.views[id] }))
  const without = views.map(({ id }) => id).filter((id) => id !== view.value)
  return (
    <div class="tabs">
      <TabList name={words.captured} tabs={views} on={view} prefix="capture" without={without} />
      <span class="spacer" />
      <div class="tools">
        {one?.mended.value &&
          (['broken', 'mended'] as const).map((id) => (
            <button
              key={id}
              type="button"
              class="icon-button"
              aria-pressed={one.shows.value === id}
              onClick={() => {
                one.shows.value = id
                one.selected.value = null
                one.moment.value = null
              }}
            >
              {words.worlds[id]}
            </button>
          ))}
        <label class="capture-point">
          <span>{words.captureAt}</span>
          <select
            value={point.value}
            disabled={one === null || view.value === 'tables'}
            onChange={(event) => {
              point.value = event.currentTarget.value
            }}
          >
            <option value="">{words.everywhere}</option>
            {nodes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span class="count">{strings.packets.count(count)}</span>
      </div>
    </div>
  )
}

interface ShownProps {
  one: Case
  recording: Recording
  view: View
  packets: readonly ReadPacket[]
  nodes: readonly string[]
  shells: readonly string[]
}

function Shown({ one, recording, view, packets, nodes, shells }: ShownProps): JSX.Element {
  const { moment, selected, isOver } = one
  const canProve = one.shows.value === 'broken'
  if (view === 'tables') {
    const { history } = recording
    const at = Math.min(Math.max(moment.value ?? history.now, history.begin), history.now)
    return <HostTables snapshot={history.at(at)} hosts={shells} />
  }
  if (packets.length === 0) return <EmptyPane text={strings.packets.noneMatch} />
  const select = (packet: number | null) => {
    selected.value = packet
  }
  if (view === 'ladder')
    return (
      <CaptureLadder
        packets={packets}
        nodes={nodes}
        selected={selected.value}
        now={moment.value}
        isOver={isOver.value}
        onSelect={select}
      />
    )
  return (
    <PacketList
      packets={packets}
      reaches={isOver.value ? (packet) => packet : asIfArrived}
      selected={selected.value}
      wrong={null}
      now={moment.value}
      held={NONE}
      chosen={canProve ? new Set(one.proof.value) : NONE}
      onSelect={select}
      onGo={(packet) => {
        selected.value = packet
        if (canProve) one.toggleProof(packet)
      }}
    />
  )
}

const NONE: ReadonlySet<number> = new Set()

/** The selected packet, and whether it is evidence. */
function Selected({ one, recording }: { one: Case; recording: Recording }): JSX.Element {
  const packet = recording.packet(one.selected.value)
  const showsAll = useSignal(false)
  const range = useSignal<{ offset: number; length: number } | null>(null)
  if (!packet) return <EmptyPane text={strings.packets.pick} />
  const isChosen = one.proof.value.includes(packet.number)
  const seen = packet.at + 1 // Past its sending, whatever the shown moment is.
  return (
    <section class="capture-packet" aria-label={words.packetNumber(packet.number)}>
      <div class="tabs">
        <h2 class="tab-title">{words.packetNumber(packet.number)}</h2>
        <span class="spacer" />
        <div class="tools">
          {one.isOver.value && (
            <span class="count">{strings.fates[fateAt(packet, Math.max(seen, recording.now))]}</span>
          )}
          {one.shows.value === 'broken' && (
            <button
              type="button"
              class={isChosen ? 'button marked' : 'button'}
              aria-pressed={isChosen}
              title={words.evidenceTitle}
              onClick={() => one.toggleProof(packet.number)}
            >
              {words.evidence}
            </button>
          )}
        </div>
      </div>
      <PacketFields
        packet={packet}
        range={range.value}
        showsAll={showsAll.value}
        onShowAll={(all) => {
          showsAll.value = all
        }}
        onPoint={(next) => {
          range.value = next && { offset: next.offset, length: next.length }
        }}
      />
    </section>
  )
}
