import type { JSX } from 'preact'
import { strings } from '#strings'
import { PacketFields } from '../../packets/index.ts'
import { fateAt, type ReadPacket } from '../../recording/index.ts'
import { EmptyPane } from '../empty-pane.tsx'
import { TabList } from '../tab-list.tsx'
import type { Workspace } from '../workspace.ts'
import { StreamView } from './stream-view.tsx'

const words = strings.packets

/** The selected packet: its fields and bytes, or its conversation. */
export function PacketPane({ workspace }: { workspace: Workspace }): JSX.Element {
  const packet = workspace.selectedPacket.value
  const tab = workspace.packetTab.value
  if (!packet)
    return (
      <section class="pane packet-pane" aria-label={strings.lab.panes.packet}>
        <h2 class="sr-only">{strings.lab.panes.packet}</h2>
        <EmptyPane text={words.pick} />
      </section>
    )
  const tabs = [
    { id: 'fields' as const, label: words.packet(packet.number) },
    { id: 'stream' as const, label: strings.stream.tab },
  ]
  return (
    <section class="pane packet-pane" aria-label={strings.lab.panes.packet}>
      <div class="tabs">
        <TabList name={strings.lab.panes.packet} tabs={tabs} on={workspace.packetTab} prefix="packet" />
        <span class="spacer" />
        <div class="tools">
          <SentBy workspace={workspace} packet={packet} />
        </div>
      </div>
      <div class="packet-panel" role="tabpanel" id={`packet-panel-${tab}`} aria-labelledby={`packet-tab-${tab}`}>
        {tab === 'stream' ? (
          <StreamView workspace={workspace} packet={packet} />
        ) : (
          <PacketFields
            packet={packet}
            range={workspace.bytes.value}
            showsAll={workspace.allFields.value}
            onShowAll={(showsAll) => {
              workspace.allFields.value = showsAll
            }}
            onPoint={(range) => {
              workspace.bytes.value = range && { offset: range.offset, length: range.length }
            }}
          />
        )}
      </div>
    </section>
  )
}

/** The line of code that sent the packet, or else the packet's fate. */
function SentBy({ workspace, packet }: { workspace: Workspace; packet: ReadPacket }): JSX.Element {
  const place = workspace.shown.value?.recording.placeOf(packet)
  const isOwn = place && place.file in workspace.allFiles()
  const fate = fateAt(packet, workspace.now.value)
  return (
    <span class="count">
      {strings.fates[fate]}
      {place && isOwn && (
        <>
          {', '}
          {words.sentBy}{' '}
          <button type="button" class="link" onClick={() => workspace.goToLine(place.file, place.line)}>
            {place.file}:{place.line}
          </button>
        </>
      )}
      {packet.cause === null &&
        fate !== 'under way' &&
        fate !== 'not sent' &&
        workspace.shown.value?.source !== 'file' &&
        `, ${words.byKernel}`}
    </span>
  )
}
