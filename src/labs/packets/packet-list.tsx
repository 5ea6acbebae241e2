import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import { isLost, type PacketView } from '../recording/index.ts'

const words = strings.packets

interface PacketListProps {
  packets: readonly PacketView[]
  selected: number | null
  wrong: number | null
  /** The moment of the past that is shown: what was sent later is faint. Null shows all. */
  now: number | null
  /** Packets that a hand holds back. */
  held: ReadonlySet<number>
  onSelect: (packet: number | null) => void
  /** To the moment at which it is on the wire. */
  onGo: (packet: number) => void
}

/** Rows beyond what is in view are not drawn: a list of 100,000 packets costs what a screen of them costs. */
const MARGIN_ROWS = 12
/** Longer names of two ends are cut. */
const MOST_LETTERS = 34

/** One packet a row, in the order of sending. Arrow keys move the selection. */
export function PacketList({ packets, selected, wrong, now, held, onSelect, onGo }: PacketListProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 600, row: 24 })
  const follows = useRef(true)
  const first = Math.max(0, Math.floor(view.top / view.row) - MARGIN_ROWS)
  const last = Math.min(packets.length, Math.ceil((view.top + view.height) / view.row) + MARGIN_ROWS)
  const drawn = packets.slice(first, last)
  const measure = () => {
    const body = element.current
    if (!body) return
    const row = body.querySelector('tbody tr[data-packet]')?.getBoundingClientRect().height || view.row
    follows.current = body.scrollHeight - body.scrollTop - body.clientHeight < row * 2
    setView({ top: body.scrollTop, height: body.clientHeight, row })
  }
  useEffect(() => {
    if (follows.current && selected === null && element.current)
      element.current.scrollTop = element.current.scrollHeight
    measure()
  }, [packets.length])
  useEffect(() => {
    const index = packets.findIndex((packet) => packet.number === selected)
    if (index >= 0) scrollToRow(element.current, index, view.row)
  }, [selected])
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && selected !== null) {
      event.preventDefault()
      onGo(selected)
      return
    }
    const next = moved(event.key, packets, selected)
    if (next === undefined) return
    event.preventDefault()
    onSelect(next)
  }
  return (
    <div
      class="body"
      ref={element}
      role="group"
      aria-label={words.caption}
      tabIndex={0}
      onScroll={measure}
      onKeyDown={move}
    >
      <table class="packet-list" aria-rowcount={packets.length + 1}>
        <caption class="sr-only">{words.caption}</caption>
        <Columns ends={Math.max(0, ...drawn.map(({ from, to }) => from.length + to.length))} />
        <tbody>
          {first > 0 && <Gap height={first * view.row} />}
          {drawn.map((packet, index) => (
            <PacketRow
              key={packet.number}
              packet={packet}
              rowIndex={first + index + 2}
              isSelected={packet.number === selected}
              isWrong={packet.number === wrong}
              isFuture={now !== null && packet.at > now}
              isHeld={held.has(packet.number)}
              onSelect={onSelect}
              onGo={onGo}
            />
          ))}
          {last < packets.length && <Gap height={(packets.length - last) * view.row} />}
        </tbody>
      </table>
    </div>
  )
}

/** `ends`: letters of the longest two names that stand beside each other. */
function Columns({ ends }: { ends: number }): JSX.Element {
  return (
    <>
      <colgroup>
        <col class="number" />
        <col class="time" />
        <col class="ends" style={{ '--letters': Math.min(ends, MOST_LETTERS) }} />
        <col class="kind" />
        <col class="length" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col" class="right">
            {words.number}
          </th>
          <th scope="col" class="right">
            {words.time}
          </th>
          <th scope="col" class="ends">
            {words.fromTo}
          </th>
          <th scope="col">{words.kind}</th>
          <th scope="col" class="right length">
            {words.length}
          </th>
          <th scope="col">{words.says}</th>
        </tr>
      </thead>
    </>
  )
}

const Gap = ({ height }: { height: number }) => (
  <tr class="gap">
    <td colSpan={6} style={{ height: `${height}px` }} />
  </tr>
)

interface PacketRowProps {
  packet: PacketView
  rowIndex: number
  isSelected: boolean
  isWrong: boolean
  isFuture: boolean
  isHeld: boolean
  onSelect: (packet: number) => void
  onGo: (packet: number) => void
}

function PacketRow({
  packet,
  rowIndex,
  isSelected,
  isWrong,
  isFuture,
  isHeld,
  onSelect,
  onGo,
}: PacketRowProps): JSX.Element {
  const lost = isLost(packet)
  const tag = strings.fateTags[packet.fate]
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
      <td class="right">{(packet.at / 1e6).toFixed(3)}</td>
      <td class="ends">
        {packet.from} <span class="faint">→</span> {packet.to}
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
        {lost && <span class="tag lost">{tag}</span>}
        {packet.againOf !== null && packet.duplicateOf === null && <span class="tag again">{words.again}</span>}
        {isHeld && <span class="tag again">{strings.hand.held}</span>}
        {packet.changedBy !== null && <span class="tag again">{strings.hand.edited}</span>}
        {packet.duplicateOf !== null && <span class="tag again">{strings.hand.copyOf(packet.duplicateOf)}</span>}
        {packet.headline && <b>{packet.headline}</b>} {packet.detail}
        <small>
          {packet.from} → {packet.to}, {packet.length} B
        </small>
      </td>
    </tr>
  )
}

/** Where a key leads; undefined when it leads nowhere. */
function moved(key: string, packets: readonly PacketView[], selected: number | null): number | null | undefined {
  if (key === 'Escape') return null
  const index = packets.findIndex((packet) => packet.number === selected)
  if (key === 'ArrowDown') return packets[Math.min(index + 1, packets.length - 1)]?.number
  if (key === 'ArrowUp') return packets[Math.max(index - 1, 0)]?.number
  if (key === 'Home') return packets[0]?.number
  if (key === 'End') return packets.at(-1)?.number
  return undefined
}

function scrollToRow(body: HTMLElement | null, index: number, row: number): void {
  if (!body) return
  const top = index * row
  const head = body.querySelector('thead')?.getBoundingClientRect().height ?? 24
  if (top < body.scrollTop) body.scrollTop = top
  else if (top + row + head > body.scrollTop + body.clientHeight) body.scrollTop = top + row + head - body.clientHeight
}
