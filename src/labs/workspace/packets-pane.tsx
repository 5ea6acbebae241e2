import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import { PacketList } from '../packets/index.ts'
import type { LabCommands } from './commands.ts'
import { EmptyPane } from './empty-pane.tsx'
import type { PacketFilter } from './packet-filter.ts'
import type { Workspace } from './workspace.ts'

const words = strings.packets

interface PacketsPaneProps {
  workspace: Workspace
  commands: LabCommands
  filter: PacketFilter
  onBackToRun: (() => void) | null
}

/** The list of packets of what is shown, and the filter over it. */
export function PacketsPane({ workspace, commands, filter, onBackToRun }: PacketsPaneProps): JSX.Element {
  const text = useSignal('')
  const shown = workspace.shown.value
  shown?.recording.version.value
  const all = shown?.recording.packets ?? []
  const { packets, error } = filter.apply(all, text.value)
  return (
    <section class="pane packets-pane" aria-label={strings.lab.panes.packets}>
      <div class="tabs">
        <h2 class="tab-title">{strings.lab.panes.packets}</h2>
        <span class="spacer" />
        <div class="tools">
          <span class="count">
            {packets.length === all.length ? words.count(all.length) : words.matching(packets.length, all.length)}
          </span>
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
      {shown?.source === 'test' && (
        <p class="source">
          <b>{words.ofTest(shown.id)}</b>
          <span class="spacer" />
          {onBackToRun && (
            <button type="button" class="link" onClick={onBackToRun}>
              {words.backToRun}
            </button>
          )}
        </p>
      )}
      <div class="filter">
        <input
          type="text"
          aria-label={words.filter}
          aria-invalid={error !== null}
          placeholder={words.filterPlaceholder}
          spellcheck={false}
          autocomplete="off"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
      </div>
      {error && (
        <p class="filter-error" role="status">
          {error}
        </p>
      )}
      {all.length === 0 ? (
        <EmptyPane title={words.emptyTitle} text={words.emptyText} />
      ) : packets.length === 0 ? (
        <EmptyPane text={words.noneMatch} />
      ) : (
        <PacketList
          packets={packets}
          selected={workspace.selected.value}
          wrong={shown?.firstWrong ?? null}
          onSelect={(packet) => workspace.select(packet)}
        />
      )}
      {shown?.recording.truncatedAt != null && <p class="note">{words.truncated}</p>}
    </section>
  )
}
