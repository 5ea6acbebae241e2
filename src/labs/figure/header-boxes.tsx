import type { JSX } from 'preact'
import type { DissectedField, DissectedLayer } from '#network'
import { boxesOf, ROW_BITS } from './header-division.ts'
import type { Stretch } from './hex-bytes.tsx'
import { shortName } from './short-names.ts'

interface HeaderBoxesProps {
  layer: DissectedLayer
  pointed: Stretch | null
  onPoint: (stretch: Stretch) => void
}

/** A header as drawn in RFC 791 and 9293: 32 bits a row, each field as wide as its bits. */
export function HeaderBoxes({ layer, pointed, onPoint }: HeaderBoxesProps): JSX.Element | null {
  const boxes = boxesOf(layer)
  if (boxes.length === 0) return null
  return (
    <div class={`header-boxes ${layer.protocol}`} role="group" aria-label={layer.label}>
      <h3>{layer.label}</h3>
      <div class="bits">
        {boxes.map(({ field, first, bits, isNamed }) => (
          <button
            key={`${field.name} ${first}`}
            type="button"
            class={`${isPointed(field, pointed) ? 'on' : ''}${isNamed ? '' : ' more'}`}
            style={{
              gridColumn: `${(first % ROW_BITS) + 1} / span ${Math.min(bits, ROW_BITS - (first % ROW_BITS))}`,
              gridRow: `${Math.floor(first / ROW_BITS) + 1}`,
            }}
            title={`${field.label}: ${field.text}`}
            aria-pressed={isPointed(field, pointed)}
            onPointerEnter={() => onPoint(stretch(field))}
            onFocus={() => onPoint(stretch(field))}
            onClick={() => onPoint(stretch(field))}
          >
            {isNamed ? <BoxText field={field} bits={bits} /> : <span aria-hidden="true">…</span>}
          </button>
        ))}
      </div>
    </div>
  )
}

/** Few bits: letters one below the other, as in RFC 9293, above the bits' value. */
const BIT_WIDTH = 3

function BoxText({ field, bits }: { field: DissectedField; bits: number }): JSX.Element {
  const isNarrow = bits <= BIT_WIDTH
  return (
    <>
      <span class={isNarrow ? 'letters' : ''}>{shortName(field) ?? (isNarrow ? '' : field.label)}</span>
      <b>{isNarrow ? Number(field.value) : shortText(field)}</b>
    </>
  )
}

const stretch = ({ offset, length, bits }: DissectedField): Stretch => ({ offset, length, ...(bits && { bits }) })

function isPointed(field: DissectedField, pointed: Stretch | null): boolean {
  if (!pointed || pointed.offset !== field.offset || pointed.length !== field.length) return false
  return pointed.bits?.first === field.bits?.first
}

/** Shortens `0x0800 (IPv4)` to `IPv4`, to fit a box. */
function shortText({ text }: DissectedField): string {
  return /\(([^)]{1,14})\)$/.exec(text)?.[1] ?? text
}
