import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { DnsPointer } from '#network'
import { strings } from '#strings'
import type { PacketView } from '../recording/index.ts'
import { namesOf, type TracedName } from './dns-names.ts'
import { dnsMessageOf } from './dns-packet.ts'
import { StepButton } from './step-button.tsx'
import type { FigureViewProps } from './view.ts'

const words = strings.figureViews.names
/** Bytes in a row, and where the page is narrow. */
const [WIDE, NARROW] = [16, 8]
const MOST = 256
const [CELL, LINE, LEFT, TOP] = [30, 54, 42, 30]

/** The bytes of a DNS message with its names marked, and an arrow from each pointer to where it leads. */
export function NameView({ recording, selected, onSelect }: FigureViewProps): JSX.Element {
  const shown = recording.packets.filter((packet) => dnsMessageOf(packet) !== null)
  const index = Math.max(
    0,
    shown.findIndex(({ number }) => number === selected),
  )
  const packet = shown[index]
  if (!packet) return <p class="figure-empty">{words.none}</p>
  const message = dnsMessageOf(packet)!.subarray(0, MOST)
  const names = namesOf(message)
  return (
    <div class="name-view">
      <div class="byte-head">
        <StepButton to={shown[index - 1]} text="◂" label={words.previous} onSelect={onSelect} />
        <Title packet={packet} />
        <StepButton to={shown[index + 1]} text="▸" label={words.next} onSelect={onSelect} />
      </div>
      <Bytes message={message} names={names} />
      <ul>
        {names.map((name) => (
          <li key={name.start}>
            {words.name(name.start, name.text)}
            {name.pieces.flatMap(({ start, pointer }) =>
              pointer && !pointer.leadsBack
                ? [<em key={pointer.at}> {words.refused(pointer.at, pointer.target, start)}</em>]
                : [],
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Title({ packet }: { packet: PacketView }): JSX.Element {
  return (
    <p>
      {strings.figureViews.bytes.packet(packet.number, packet.from, packet.to, packet.at)} <b>{packet.label}</b>
    </p>
  )
}

function Bytes({ message, names }: { message: Uint8Array; names: readonly TracedName[] }): JSX.Element {
  const columns = useColumns()
  const kinds = kindsOf(message.length, names)
  const pointers = pointersOf(names)
  const rows = Math.ceil(message.length / columns)
  const [width, height] = [LEFT + columns * CELL + 6, TOP + rows * LINE]
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={words.label(pointers.length, pointers.filter(({ leadsBack }) => !leadsBack).length)}
    >
      <defs>
        {['arrow', 'arrow-bad'].map((id) => (
          <marker
            key={id}
            id={id}
            class={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" />
          </marker>
        ))}
      </defs>
      {Array.from({ length: rows }, (_, row) => (
        <text key={row} class="offset" x={LEFT - 10} y={TOP + row * LINE + 19} text-anchor="end">
          {row * columns}
        </text>
      ))}
      {Array.from(message, (byte, at) => {
        const [x, y] = cellAt(at, columns)
        return (
          <g key={at} class={`cell ${kinds[at]}`}>
            <title>{words.cell(at, kinds[at]!)}</title>
            <rect x={x + 1} y={y} width={CELL - 2} height={28} rx="3" />
            <text x={x + CELL / 2} y={y + 13} text-anchor="middle">
              {byte.toString(16).padStart(2, '0')}
            </text>
            <text class="letter" x={x + CELL / 2} y={y + 24} text-anchor="middle">
              {kinds[at] === 'letters' ? String.fromCharCode(byte) : ''}
            </text>
          </g>
        )
      })}
      {pointers.map((pointer) => (
        <path
          key={pointer.at}
          class={pointer.leadsBack ? 'jump' : 'jump bad'}
          d={jumpPath(pointer, message.length, columns)}
          marker-end={`url(#${pointer.leadsBack ? 'arrow' : 'arrow-bad'})`}
        />
      ))}
    </svg>
  )
}

/** The wider rows until a page is there. */
function useColumns(): number {
  const columns = useSignal(WIDE)
  useEffect(() => {
    const narrow = matchMedia('(max-width: 599px)')
    const settle = () => {
      columns.value = narrow.matches ? NARROW : WIDE
    }
    settle()
    narrow.addEventListener('change', settle)
    return () => narrow.removeEventListener('change', settle)
  }, [])
  return columns.value
}

const cellAt = (at: number, columns: number): [x: number, y: number] => [
  LEFT + (at % columns) * CELL,
  TOP + Math.floor(at / columns) * LINE,
]

/** An arc above the row, or a line that rises to the row of its target. */
function jumpPath({ at, target }: DnsPointer, length: number, columns: number): string {
  const [fromX, fromY] = cellAt(at, columns)
  const [toX, toY] = cellAt(Math.min(target, length), columns)
  const [x, endX] = [fromX + CELL, toX + CELL / 2]
  if (at === target) return `M${x} ${fromY}C${x + 26} ${fromY - 30} ${x - 56} ${fromY - 30} ${endX - 4} ${fromY - 2}`
  const rise = Math.min(26, 10 + Math.abs(x - endX) / 12)
  return `M${x} ${fromY}C${x} ${fromY - rise} ${endX} ${toY - rise - (fromY === toY ? 0 : 4)} ${endX} ${toY - 2}`
}

/** Each pointer once: names share the pieces they point to. */
function pointersOf(names: readonly TracedName[]): DnsPointer[] {
  const all = names.flatMap(({ pieces }) => pieces.flatMap(({ pointer }) => pointer ?? []))
  return all.filter(({ at }, index) => all.findIndex((other) => other.at === at) === index)
}

type Kind = keyof typeof words.kinds

/** What each byte is to the names. */
function kindsOf(length: number, names: readonly TracedName[]): Kind[] {
  const kinds = Array.from({ length }, (_, at): Kind => (at < 12 ? 'header' : 'other'))
  for (const { labels, end, pointer } of names.flatMap(({ pieces }) => pieces)) {
    for (const label of labels) {
      kinds[label.at] = 'length'
      kinds.fill('letters', label.at + 1, label.at + 1 + label.length)
    }
    if (pointer) kinds.fill('pointer', pointer.at, pointer.at + 2)
    else if (end > 0) kinds[end - 1] = 'end'
  }
  return kinds
}
