import type { JSX } from 'preact'
import { strings } from '#strings'
import type { DrawnPacket } from '../recording/packet-view/index.ts'
import { type LadderArrow, LIFT } from './label-place.ts'

interface ArrowProps {
  arrow: LadderArrow
  selected: boolean
  wrong: boolean
  onClick: (() => void) | undefined
}

/** One packet without its label: shape first (ring, square, cross, double line), color second. */
export function Arrow({ arrow, selected, onClick }: Omit<ArrowProps, 'wrong'>): JSX.Element {
  const { packet, x1, y1, x2, y2, dies } = arrow
  const end = dies ?? { x: x2, y: y2 }
  const befell = befallText(packet)
  return (
    // The list of packets is the keyboard's way to the same choice.
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; its table and the packet list are operable
    <g class={`arrow ${looks(arrow, selected)}`} data-packet={packet.number} onClick={onClick}>
      {befell && <title>{befell}</title>}
      <line class="reach" x1={x1} y1={y1} x2={end.x} y2={end.y} />
      {selected && <line class="marker" x1={x1} y1={y1} x2={end.x} y2={end.y} />}
      {dies && <line class="would" x1={dies.x} y1={dies.y} x2={x2} y2={y2} />}
      {(packet.held || packet.delayedBy !== null) && <Wait arrow={arrow} />}
      {arrow.stays ? <line class="would" x1={x1} y1={y1} x2={x2} y2={y2} /> : <Shaft arrow={arrow} />}
      {packet.opens && <circle class="opens" cx={x1} cy={y1} r="4.5" />}
      {packet.ends && <rect class="ends" x={x1 - 4.5} y={y1 - 4.5} width="9" height="9" />}
      {packet.zeroWindow && <ShutBars arrow={arrow} />}
      {dies && (
        <g class="death" transform={`translate(${dies.x} ${dies.y})`}>
          <circle r="8" />
          <path d="M-5-5 5 5M5-5-5 5" />
        </g>
      )}
      {packet.resets && !dies && !arrow.stays && (
        <g class="block" transform={`translate(${x2} ${y2})`}>
          <rect x="-6" y="-6" width="12" height="12" rx="2" />
          <path d="M-3-3 3 3M3-3-3 3" />
        </g>
      )}
    </g>
  )
}

function looks({ packet, future }: LadderArrow, selected: boolean): string {
  return `${packet.resets ? 'reset' : packet.kind}${selected ? ' selected' : ''}${future ? ' future' : ''}`
}

/** A packet's label. Drawn after all arrows: close followers would cross it out. */
export function ArrowLabel({ arrow, selected, wrong, onClick }: ArrowProps): JSX.Element | null {
  const { packet, label } = arrow
  if (!label) return null
  return (
    // As with its arrow.
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; its table and the packet list are operable
    <text
      class={`label ${looks(arrow, selected)}`}
      transform={`translate(${label.x} ${label.y}) rotate(${label.angle})`}
      text-anchor="middle"
      dy={selected ? -5 - LIFT : -5}
      onClick={onClick}
    >
      {wrong && <tspan class="wrong">✕ </tspan>}
      <tspan class="number">{label.number}</tspan>
      {packet.changedBy !== null && ' ✎'}
      {packet.duplicateOf !== null && ' ⧉'}
      {`  ${label.text}`}
    </text>
  )
}

/** Events on the way other than the fate; empty for most packets. */
export function befallText({ delayedBy, held, changedBy, duplicateOf }: DrawnPacket): string {
  const words = strings.ladder
  return [
    duplicateOf === null ? '' : words.copyOf(duplicateOf),
    changedBy === null ? '' : words.changed,
    delayedBy === null ? '' : words.delayedBy(delayedBy),
    held === null ? '' : words.heldUntil(held.until),
  ]
    .filter((text) => text !== '')
    .join(', ')
}

/** Time at the sender: a broken line down to where it leaves, with two bars for a hold or a clock face for a delay. */
function Wait({ arrow: { packet, x1, sentY, y1 } }: { arrow: LadderArrow }): JSX.Element {
  return (
    <g class="wait">
      <line x1={x1} x2={x1} y1={sentY} y2={y1} />
      <g transform={`translate(${x1} ${sentY})`}>
        <circle r="6.5" />
        <path d={packet.held ? HOLD : DELAY} />
      </g>
    </g>
  )
}

/** Two bars; the two hands of a clock. Relative to the center of the sign. */
export const HOLD = 'M-2-3v6M2-3v6'
export const DELAY = 'M0-4v4h3'

/** The line and its head; a retransmission is a double line. */
function Shaft({ arrow }: { arrow: LadderArrow }): JSX.Element {
  const { x1, y1, x2, y2, dies, packet } = arrow
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const ux = (x2 - x1) / length
  const uy = (y2 - y1) / length
  const end = dies ?? { x: x2 - ux * 4, y: y2 - uy * 4 }
  const head = `M${x2} ${y2}l${-ux * 9 - uy * 4.2} ${-uy * 9 + ux * 4.2}L${x2 - ux * 9 + uy * 4.2} ${y2 - uy * 9 - ux * 4.2}Z`
  const offsets = packet.againOf === null ? [0] : [-2, 2]
  return (
    <>
      {offsets.map((offset) => (
        <line
          key={offset}
          class="shaft"
          x1={x1 - uy * offset}
          y1={y1 + ux * offset}
          x2={end.x - uy * offset}
          y2={end.y + ux * offset}
        />
      ))}
      {!dies && !packet.resets && <path class="head" d={head} />}
    </>
  )
}

/** Two bars shut the tail of an arrow that says "window 0". */
function ShutBars({ arrow }: { arrow: LadderArrow }): JSX.Element {
  const { x1, y1, x2, y2 } = arrow
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const ux = (x2 - x1) / length
  const uy = (y2 - y1) / length
  const bar = (at: number) => {
    const x = x1 + ux * at
    const y = y1 + uy * at
    return `M${x - uy * 7} ${y + ux * 7}L${x + uy * 7} ${y - ux * 7}`
  }
  return <path class="shut" d={`${bar(12)}${bar(17)}`} />
}
