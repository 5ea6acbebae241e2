import type { ComponentChildren, JSX } from 'preact'
import { strings } from '#strings'
import { type DrawnPacket, isLost } from '../recording/packet-view/index.ts'
import { DELAY, HOLD } from './arrow.tsx'

const words = strings.ladder.legend

interface Sign {
  text: string
  isOf: (packet: DrawnPacket) => boolean
  drawing: ComponentChildren
}
const wait = (path: string) => (
  <g class="wait" transform="translate(7 7)">
    <circle r="6" />
    <path d={path} />
  </g>
)
const SIGNS: Sign[] = [
  { text: words.opens, isOf: ({ opens }) => opens, drawing: <circle cx="7" cy="7" r="4" class="opens" /> },
  { text: words.ends, isOf: ({ ends }) => ends, drawing: <rect x="3" y="3" width="8" height="8" class="ends" /> },
  {
    text: words.resets,
    isOf: ({ resets }) => resets,
    drawing: <rect x="3" y="3" width="8" height="8" class="resets" />,
  },
  { text: words.lost, isOf: isLost, drawing: <path d="M3 3l8 8M11 3 3 11" class="lost" /> },
  { text: words.again, isOf: ({ againOf }) => againOf !== null, drawing: <path d="M0 5h14M0 9h14" class="again" /> },
  { text: words.delayed, isOf: ({ delayedBy }) => delayedBy !== null, drawing: wait(DELAY) },
  { text: words.held, isOf: ({ held }) => held !== null, drawing: wait(HOLD) },
  { text: words.changed, isOf: ({ changedBy }) => changedBy !== null, drawing: <text y="11">✎</text> },
  { text: words.copy, isOf: ({ duplicateOf }) => duplicateOf !== null, drawing: <text y="11">⧉</text> },
]

/** Meaning of the shapes that occur. */
export function LadderLegend({ packets }: { packets: readonly DrawnPacket[] }): JSX.Element {
  return (
    <p class="signs">
      {SIGNS.filter(({ isOf }) => packets.some(isOf)).map(({ text, drawing }) => (
        <span key={text}>
          <svg width="14" height="14" aria-hidden="true">
            {drawing}
          </svg>
          {text}
        </span>
      ))}
    </p>
  )
}
