import type { JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { CodePlace } from '../recording/index.ts'
import { type DrawnPacket, fateAt } from '../recording/packet-view/index.ts'
import { befallText } from './arrow.tsx'

interface LadderTableProps<Packet extends DrawnPacket> {
  packets: readonly Packet[]
  caption: string
  /** The current time; without it, fates are those at the end. */
  now?: Nanoseconds
  /** The line of code that sent the packet, if known. */
  placeOf?: (packet: Packet) => CodePlace | null
}

/** The ladder as a table: the same packets, in words. */
export function LadderTable<Packet extends DrawnPacket>(props: LadderTableProps<Packet>): JSX.Element {
  const { packets, caption, now, placeOf } = props
  const words = strings.ladder
  return (
    <table class="ladder-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[...TITLES, ...(placeOf ? [words.line] : [])].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {packets.map((packet) => (
          <tr key={packet.number}>
            <td>{packet.number}</td>
            <td>{(packet.at / 1e6).toFixed(3)}</td>
            <td>{packet.arrives === null ? '–' : (packet.arrives / 1e6).toFixed(3)}</td>
            <td>
              {packet.from} → {packet.to}
            </td>
            <td>{packet.protocol}</td>
            <td>{`${packet.headline} ${packet.detail}`.trim()}</td>
            <td>
              {[strings.fates[now === undefined ? packet.fate : fateAt(packet, now)], befallText(packet)]
                .filter((text) => text !== '')
                .join(', ')}
              {packet.againOf !== null && `, ${words.againOf(packet.againOf)}`}
            </td>
            {placeOf && <td>{placeText(placeOf(packet))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const { number, sent, arrived, fromTo, kind, says, fate } = strings.ladder
const TITLES = [number, sent, arrived, fromTo, kind, says, fate]

const placeText = (place: CodePlace | null) => (place ? `${place.file}:${place.line}` : '')
