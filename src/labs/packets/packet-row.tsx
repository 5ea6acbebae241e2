import type { JSX } from 'preact'
import { columnText, strings } from '#strings'
import { isLost, type PacketView } from '../recording/index.ts'

const words = strings.packets

interface PacketRowProps {
  packet: PacketView
  reached: Pick<PacketView, 'to' | 'fate'>
  rowIndex: number
  isSelected: boolean
  isWrong: boolean
  isFuture: boolean
  isHeld: boolean
  isChosen: boolean
  onSelect: (packet: number) => void
  onGo: (packet: number) => void
}

/** A packet on one line; on a narrow screen its ends go on a second one. */
export function PacketRow({
  packet,
  reached,
  rowIndex,
  isSelected,
  isWrong,
  isFuture,
  isHeld,
  isChosen,
  onSelect,
  onGo,
}: PacketRowProps): JSX.Element {
  const { to, fate } = reached
  const lost = isLost(reached)
  const tag = strings.fateTags[fate]
  return (
    <tr
      data-packet={packet.number}
      class={`${isSelected ? 'selected' : ''}${lost ? ' lost' : ''}${isFuture ? ' future' : ''}`}
      aria-rowindex={rowIndex}
      aria-current={isSelected ? 'true' : undefined}
      onClick={() => onSelect(packet.number)}
      onDblClick={() => onGo(packet.number)}
    >
      <td class="number right">{packet.number}</td>
      <td class="right">{columnText(packet.at)}</td>
      <td class="ends">
        {packet.from} <span class="faint">→</span> {to}
      </td>
      <td>
        <span class={`tag ${packet.kind}`}>{packet.protocol}</span>
      </td>
      <td class="right length">{packet.length}</td>
      <td class="says">
        {isWrong && (
          <span class="wrong" role="img" aria-label={words.firstWrong} title={words.firstWrong}>
            ✕{' '}
          </span>
        )}
        {isChosen && <span class="tag chosen">{words.chosen}</span>}
        {lost && <span class="tag lost">{tag}</span>}
        {packet.againOf !== null && packet.duplicateOf === null && <span class="tag again">{words.again}</span>}
        {isHeld && <span class="tag again">{strings.packetEdit.held}</span>}
        {packet.changedBy !== null && <span class="tag again">{strings.packetEdit.edited}</span>}
        {packet.duplicateOf !== null && <span class="tag again">{strings.packetEdit.copyOf(packet.duplicateOf)}</span>}
        {packet.headline && <b>{packet.headline}</b>} {packet.detail}
        <small>
          {packet.from} → {to}, {packet.length} B
        </small>
      </td>
    </tr>
  )
}
