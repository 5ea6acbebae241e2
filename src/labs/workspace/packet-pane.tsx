import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import { PacketFields } from '../packets/index.ts'
import { EmptyPane } from './empty-pane.tsx'
import type { Workspace } from './workspace.ts'

const words = strings.packets

/** The selected packet: its fields, and its bytes. */
export function PacketPane({ workspace }: { workspace: Workspace }): JSX.Element {
  const packet = workspace.selectedPacket.value
  return (
    <section class="pane packet-pane" aria-label={strings.lab.panes.packet}>
      {packet ? (
        <>
          <div class="tabs">
            <h2 class="tab-title">{words.packet(packet.number)}</h2>
            <span class="spacer" />
            <div class="tools">
              <span class="count">{strings.fates[packet.fate]}</span>
            </div>
          </div>
          <PacketFields
            packet={packet}
            range={workspace.bytes.value}
            onPoint={(range) => {
              workspace.bytes.value = range && { offset: range.offset, length: range.length }
            }}
          />
        </>
      ) : (
        <>
          <h2 class="sr-only">{strings.lab.panes.packet}</h2>
          <EmptyPane text={words.pick} />
        </>
      )}
    </section>
  )
}
