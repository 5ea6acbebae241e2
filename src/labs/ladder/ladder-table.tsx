import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import type { PacketView } from '../recording/index.ts'

/** The ladder as a table: the same packets, in words. */
export function LadderTable({ packets, caption }: { packets: readonly PacketView[]; caption: string }): JSX.Element {
  const words = strings.ladder
  return (
    <table class="ladder-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[words.number, words.sent, words.arrived, words.fromTo, words.kind, words.says, words.fate].map((title) => (
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
              {strings.fates[packet.fate]}
              {packet.againOf !== null && `, ${words.againOf(packet.againOf)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
