import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { strings } from '#strings'

/** A range of bytes, or of bits within them. */
export interface Stretch {
  offset: number
  length: number
  bits?: { readonly first: number; readonly count: number }
}

interface HexBytesProps {
  bytes: Uint8Array
  pointed: Stretch | null
  label: string
  onPoint: (offset: number) => void
}

const ROW = 16
const MOST = 256
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW, ArrowDown: ROW }

/** Bytes, sixteen a row. Arrow keys move from byte to byte. */
export function HexBytes({ bytes, pointed, label, onPoint }: HexBytesProps): JSX.Element {
  const starts = Array.from({ length: Math.ceil(Math.min(bytes.length, MOST) / ROW) }, (_, row) => row * ROW)
  // The whole field is marked; only this component knows which byte of it has the focus.
  const cursor = useRef(0)
  const point = (event: Event) => {
    const { offset } = (event.target as HTMLElement).dataset
    if (offset !== undefined) onPoint(Number(offset))
  }
  return (
    <div
      class="hex-bytes"
      role="group"
      aria-label={label}
      tabIndex={0}
      onPointerOver={point}
      onKeyDown={(event) => {
        const step = STEPS[event.key]
        if (step === undefined) return
        event.preventDefault()
        const from = isIn(cursor.current, pointed) ? cursor.current : (pointed?.offset ?? 0)
        cursor.current = Math.min(bytes.length - 1, Math.max(0, from + step))
        onPoint(cursor.current)
      }}
    >
      {starts.map((start) => (
        <div key={start}>
          <span class="offset">{start.toString(16).padStart(4, '0')}</span>
          {Array.from(bytes.subarray(start, start + ROW), (byte, index) => (
            <i key={index} data-offset={start + index} class={isIn(start + index, pointed) ? 'on' : ''}>
              {byte.toString(16).padStart(2, '0')}
            </i>
          ))}
          <span class="text" aria-hidden="true">
            {Array.from(bytes.subarray(start, start + ROW), printable).join('')}
          </span>
        </div>
      ))}
      {bytes.length > MOST && <p class="offset">{strings.figureViews.bytes.more(bytes.length - MOST)}</p>}
    </div>
  )
}

const isIn = (offset: number, pointed: Stretch | null) =>
  pointed !== null && offset >= pointed.offset && offset < pointed.offset + pointed.length

const printable = (byte: number) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')
