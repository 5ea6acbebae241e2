import type { JSX } from 'preact'
import { strings } from '#strings'
import { PacketFields } from '../../packets/index.ts'
import { fateAt } from '../../recording/index.ts'
import { EmptyPane } from '../empty-pane.tsx'
import { TabList } from '../tab-list.tsx'
import type { Workspace } from '../workspace.ts'
import { PacketCause } from './packet-cause.tsx'
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
          <span class="count">{strings.fates[fateAt(packet, workspace.now.value)]}</span>
        </div>
      </div>
      <div class="packet-panel" role="tabpanel" id={`packet-panel-${tab}`} aria-labelledby={`packet-tab-${tab}`}>
        {tab === 'stream' ? (
          <StreamView workspace={workspace} packet={packet} />
        ) : (
          <PacketFields
            packet={packet}
            cause={<PacketCause workspace={workspace} packet={packet} />}
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
