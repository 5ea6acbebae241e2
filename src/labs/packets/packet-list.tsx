import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import type { PacketView } from '../recording/index.ts'
import { PacketRow } from './packet-row.tsx'

const words = strings.packets

interface PacketListProps<Packet extends PacketView> {
  packets: readonly Packet[]
  /** Whom a packet is for, as it is written, and what became of it. */
  reaches: (packet: Packet) => Pick<PacketView, 'to' | 'fate'>
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
/** The same while it stays at its end: there all of them change with every packet. */
const MARGIN_AT_END = 6
/** Longer names of two ends are cut. */
const MOST_LETTERS = 34

/** What is seen of the list, in pixels. */
interface Place {
  top: number
  height: number
  row: number
  /** It stays at its end while packets come. */
  follows: boolean
}

/** One packet a row, in the order of sending. Arrow keys move the selection. */
export function PacketList<Packet extends PacketView>(props: PacketListProps<Packet>): JSX.Element {
  const { packets, reaches, selected, wrong, now, held, onSelect, onGo } = props
  const element = useRef<HTMLDivElement>(null)
  const place = useRef<Place>({ top: 0, height: 600, row: 24, follows: true }).current
  const [, draw] = useState({})
  const isAtEnd = place.follows && selected === null
  const { first, last, slots } = rowsInView(place, packets.length, isAtEnd)
  const drawn = packets.slice(first, last)
  const look = (body: HTMLElement) => {
    place.top = body.scrollTop
    place.follows = body.scrollHeight - body.scrollTop - body.clientHeight < place.row * 2
    const seen = rowsInView(place, packets.length, place.follows && selected === null)
    if (seen.first !== first || seen.last !== last) draw({})
  }
  // Before it is drawn, or it would be drawn twice.
  useLayoutEffect(() => {
    const body = element.current!
    if (isAtEnd) body.scrollTop = body.scrollHeight
    look(body)
  }, [packets.length])
  useLayoutEffect(() => {
    const body = element.current!
    const measure = () => {
      place.height = body.clientHeight
      place.row = body.querySelector('tbody tr[data-packet]')?.getBoundingClientRect().height || place.row
      draw({})
    }
    const sizes = new ResizeObserver(measure)
    sizes.observe(body)
    return () => sizes.disconnect()
  }, [])
  useEffect(() => {
    const index = packets.findIndex((packet) => packet.number === selected)
    if (index >= 0) scrollToRow(element.current, index, place.row)
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
      onScroll={(event) => look(event.currentTarget)}
      onKeyDown={move}
    >
      <table class="packet-list" aria-rowcount={packets.length + 1}>
        <caption class="sr-only">{words.caption}</caption>
        <Columns ends={Math.max(0, ...drawn.map((packet) => packet.from.length + reaches(packet).to.length))} />
        <tbody>
          {first > 0 && <Gap height={first * place.row} />}
          {drawn.map((packet, index) => (
            <PacketRow
              // Of a list that moves on, the rows that leave at one end become those that come at the other.
              key={(first + index) % slots}
              packet={packet}
              reached={reaches(packet)}
              rowIndex={first + index + 2}
              isSelected={packet.number === selected}
              isWrong={packet.number === wrong}
              isFuture={now !== null && packet.at > now}
              isHeld={held.has(packet.number)}
              onSelect={onSelect}
              onGo={onGo}
            />
          ))}
          {last < packets.length && <Gap height={(packets.length - last) * place.row} />}
        </tbody>
      </table>
    </div>
  )
}

/** Which rows are drawn, and how many there can be at this height. */
function rowsInView({ top, height, row }: Place, count: number, isAtEnd: boolean) {
  const seen = Math.ceil(height / row) + 1
  const slots = seen + 2 * MARGIN_ROWS
  const begin = isAtEnd ? count - seen : Math.min(Math.floor(top / row), count - 1)
  const first = Math.max(0, begin - (isAtEnd ? MARGIN_AT_END : MARGIN_ROWS))
  return { first, last: Math.min(count, Math.max(0, begin) + seen + MARGIN_ROWS), slots }
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

/** One cell: one that spans all six columns would bring back those that a narrow screen leaves out. */
const Gap = ({ height }: { height: number }) => (
  <tr class="gap">
    <td style={{ height: `${height}px` }} />
  </tr>
)

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
