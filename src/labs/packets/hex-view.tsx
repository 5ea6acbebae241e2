import type { JSX } from 'preact'
import { strings } from '#strings'

interface HexViewProps {
  number: number
  bytes: Uint8Array
  /** The marked range. */
  range: { offset: number; length: number } | null
  /** The header that contains the range, shaded. */
  layer: { offset: number; length: number } | null
  /** Name of the field that contains a byte. */
  fieldAt: (offset: number) => string
  onPoint: (offset: number) => void
}

const ROW = 16
/** Enough for any Ethernet frame of this network; a longer one says so. */
const MOST_ROWS = 128

/** A packet's bytes, sixteen a row, in hexadecimal and as text. Arrow keys move by byte. */
export function HexView(props: HexViewProps): JSX.Element {
  const { bytes, number, range, onPoint } = props
  const rows = Array.from({ length: Math.min(MOST_ROWS, Math.ceil(bytes.length / ROW)) }, (_, row) => row * ROW)
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    onPoint(Math.min(bytes.length - 1, Math.max(0, (range?.offset ?? 0) + step)))
  }
  const point = (event: MouseEvent) => {
    const offset = (event.target as HTMLElement).dataset.offset
    if (offset !== undefined) onPoint(Number(offset))
  }
  return (
    <div
      class="hex"
      role="group"
      aria-label={strings.packets.bytesOf(number)}
      tabIndex={0}
      onKeyDown={move}
      onClick={point}
    >
      <p class="sr-only" aria-live="polite">
        {range && props.fieldAt(range.offset)}
      </p>
      <table>
        <tbody>
          {rows.map((start) => (
            <HexRow key={start} {...props} start={start} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW, ArrowDown: ROW }

function HexRow(props: HexViewProps & { start: number }): JSX.Element {
  const { bytes, start } = props
  const offsets = Array.from({ length: Math.min(ROW, bytes.length - start) }, (_, index) => start + index)
  return (
    <tr>
      <th scope="row">{start.toString(16).padStart(4, '0')}</th>
      <td class="digits">
        {offsets.map((offset) => (
          <Byte key={offset} {...props} offset={offset} text={bytes[offset]!.toString(16).padStart(2, '0')} />
        ))}
      </td>
      <td class="text" aria-hidden="true">
        {offsets.map((offset) => (
          <Byte key={offset} {...props} offset={offset} text={printable(bytes[offset]!)} />
        ))}
      </td>
    </tr>
  )
}

function Byte({ offset, text, range, layer, fieldAt }: HexViewProps & { offset: number; text: string }): JSX.Element {
  const isOn = range !== null && offset >= range.offset && offset < range.offset + range.length
  const isNear = layer !== null && offset >= layer.offset && offset < layer.offset + layer.length
  return (
    <i data-offset={offset} class={isOn ? 'on' : isNear ? 'near' : undefined} title={fieldAt(offset)}>
      {text}
    </i>
  )
}

const printable = (byte: number) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')
