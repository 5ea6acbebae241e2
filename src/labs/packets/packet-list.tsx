import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { columnText, strings } from '#strings'
import type { PacketView } from '../recording/index.ts'
import { PacketRow } from './packet-row.tsx'

const words = strings.packets

interface PacketListProps<Packet extends PacketView> {
  packets: readonly Packet[]
  /** Destination of a packet, as text, and its fate. */
  reaches: (packet: Packet) => Pick<PacketView, 'to' | 'fate'>
  selected: number | null
  wrong: number | null
  /** The current time: later packets are faint. Null shows all alike. */
  now: number | null
  /** Packets being held. */
  held: ReadonlySet<number>
  /** Packets that the learner has chosen as evidence. */
  chosen?: ReadonlySet<number>
  onSelect: (packet: number | null) => void
  /** Goes to the moment when the packet is on the wire. */
  onGo: (packet: number) => void
}

/** Rows rendered beyond the viewport: a list of 100,000 packets costs as much as one screen. */
const MARGIN_ROWS = 12
/** The same while the list follows its end: there, all rows change with every packet. */
const MARGIN_AT_END = 6
/** Longer names of two ends are cut. */
const MOST_LETTERS = 34

/** The visible part of the list, in pixels. */
interface Place {
  top: number
  height: number
  row: number
  /** The list follows its end while packets arrive. */
  follows: boolean
}

/** One packet per row, in sending order. Arrow keys move the selection. */
export function PacketList<Packet extends PacketView>(props: PacketListProps<Packet>): JSX.Element {
  const { packets, reaches, selected, wrong, now, held, chosen, onSelect, onGo } = props
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
  // Before rendering, which would otherwise happen twice.
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
        <Columns
          last={packets.at(-1)}
          ends={Math.max(0, ...drawn.map((packet) => packet.from.length + reaches(packet).to.length))}
        />
        <tbody>
          {first > 0 && <Gap height={first * place.row} />}
          {drawn.map((packet, index) => (
            <PacketRow
              // When the list moves, rows that leave at one end are reused at the other.
              key={(first + index) % slots}
              packet={packet}
              reached={reaches(packet)}
              rowIndex={first + index + 2}
              isSelected={packet.number === selected}
              isWrong={packet.number === wrong}
              isFuture={now !== null && packet.at > now}
              isHeld={held.has(packet.number)}
              isChosen={chosen?.has(packet.number) ?? false}
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

/** Returns the rows to render, and how many fit. */
function rowsInView({ top, height, row }: Place, count: number, isAtEnd: boolean) {
  const seen = Math.ceil(height / row) + 1
  const slots = seen + 2 * MARGIN_ROWS
  const begin = isAtEnd ? count - seen : Math.min(Math.floor(top / row), count - 1)
  const first = Math.max(0, begin - (isAtEnd ? MARGIN_AT_END : MARGIN_ROWS))
  return { first, last: Math.min(count, Math.max(0, begin) + seen + MARGIN_ROWS), slots }
}

/** `last`: the packet with the longest number and time; `ends`: characters of the longest two adjacent names. */
function Columns({ last, ends }: { last: PacketView | undefined; ends: number }): JSX.Element {
  const letters = (text: string) => ({ '--letters': text.length })
  return (
    <>
      <colgroup>
        <col class="number" style={letters(String(last?.number ?? 0))} />
        <col class="time" style={letters(columnText(last?.at ?? 0))} />
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

/** One cell: spanning all six columns would bring back those that a narrow screen hides. */
const Gap = ({ height }: { height: number }) => (
  <tr class="gap">
    <td style={{ height: `${height}px` }} />
  </tr>
)

/** Returns where a key moves the selection; undefined for other keys. */
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
