import type { JSX } from 'preact'
import { strings } from '#strings'
import { PacketList } from '../../packets/index.ts'
import type { LabCommands } from '../commands.ts'
import { EmptyPane } from '../empty-pane.tsx'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { FilterField } from './filter-field.tsx'
import { OpenCapture } from './open-capture.tsx'
import type { PacketFilter } from './packet-filter.ts'

const words = strings.packets

interface PacketsPaneProps {
  workspace: Workspace
  run: RunState
  commands: LabCommands
  filter: PacketFilter
  onMatch: () => void
  /** Goes to the moment when a packet is on the wire. */
  onGo: (packet: number) => void
}

/** The list of packets, with the filter above it. */
export function PacketsPane({ workspace, run, commands, filter, onMatch, onGo }: PacketsPaneProps): JSX.Element {
  const shown = workspace.shown.value
  shown?.recording.version.value
  const { links } = workspace
  const all = links.listed(shown)
  const { packets, error } = filter.apply(all, workspace.filter.value)
  const isPast = workspace.moment.value !== null
  return (
    <section
      class="pane packets-pane"
      aria-label={strings.lab.panes.packets}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const file = event.dataTransfer?.files[0]
        if (file) commands.openCapture(file)
      }}
    >
      <div class="tabs">
        <h2 class="tab-title">{strings.lab.panes.packets}</h2>
        <span class="spacer" />
        <div class="tools">
          <span class="count">
            {packets.length === all.length ? words.count(all.length) : words.matching(packets.length, all.length)}
          </span>
          {links.hasSwitches && shown?.source !== 'file' && (
            <button
              type="button"
              class="icon-button"
              aria-pressed={links.everyLink.value}
              title={words.everyLinkTitle}
              onClick={() => {
                links.everyLink.value = !links.everyLink.value
              }}
            >
              {words.everyLink}
            </button>
          )}
          <OpenCapture onFile={commands.openCapture} />
          <button
            type="button"
            class="icon-button"
            aria-disabled={all.length === 0}
            title={all.length === 0 ? strings.lab.saveNothing : strings.lab.saveTitle}
            onClick={commands.save}
          >
            {strings.lab.save}
          </button>
        </div>
      </div>
      <FilterField text={workspace.filter} error={error?.reason ?? null} onMatch={onMatch} />
      {error && (
        <p class="filter-error" id="filter-error" role="status">
          <FilterMistake text={workspace.filter.value} column={error.column} />
          {words.filterError(error.reason, error.column)}
        </p>
      )}
      {all.length === 0 ? (
        <EmptyPane
          title={words.emptyTitle}
          text={
            run.isUnderWay.value
              ? words.emptyRunningText
              : workspace.exercise.runsHere
                ? words.emptyText
                : words.emptyKernelText
          }
        />
      ) : packets.length === 0 ? (
        <EmptyPane text={words.noneMatch} />
      ) : (
        <PacketList
          packets={packets}
          selected={links.rowOf(workspace.selected.value, shown)}
          wrong={links.rowOf(shown?.firstWrong ?? null, shown)}
          reaches={(packet) => links.reaches(packet, shown)}
          now={isPast ? workspace.now.value : null}
          held={run.held.value}
          onSelect={(packet) => workspace.select(packet)}
          onGo={onGo}
        />
      )}
    </section>
  )
}

/** The filter with a mark under the first wrong character. */
function FilterMistake({ text, column }: { text: string; column: number }): JSX.Element {
  return (
    <code aria-hidden="true">
      {text.slice(0, column - 1)}
      <mark>{text.slice(column - 1, column) || '\u00a0'}</mark>
      {text.slice(column)}
    </code>
  )
}
