import type { JSX } from 'preact'
import { strings } from '#strings'
import { LadderDrawing, LadderLegend, layoutLadder } from '../ladder/index.ts'
import type { ReadPacket } from '../recording/index.ts'
import { useIsNarrow } from '../site/index.ts'
import { drawnAsIfArrived } from './captured.ts'

const words = strings.surprise
/** With more arrows, a ladder is unreadable and the page slow. */
const SHOWN = 200
/** Pixels between two lifelines: enough for a label. */
const BETWEEN = 150

interface CaptureLadderProps {
  packets: readonly ReadPacket[]
  nodes: readonly string[]
  selected: number | null
  /** Null is the end. */
  now: number | null
  isOver: boolean
  onSelect: (packet: number) => void
}

/** The packets near the selected one as arrows between the nodes. Until the end all of them arrive. */
export function CaptureLadder({ packets, nodes, selected, now, isOver, onSelect }: CaptureLadderProps): JSX.Element {
  const index = selected === null ? -1 : packets.findIndex(({ number }) => number >= selected)
  const centre = index < 0 ? packets.length : index
  const start = Math.max(0, Math.min(packets.length - SHOWN, centre - SHOWN / 2))
  const part = packets.slice(start, start + SHOWN)
  const drawn = isOver ? part : part.map(drawnAsIfArrived)
  const width = Math.max(useIsNarrow() ? 360 : 520, 124 + (nodes.length - 1) * BETWEEN)
  const layout = layoutLadder(drawn, {
    hosts: nodes,
    width,
    margin: 62,
    pixelsPerMillisecond: 3.5,
    foldOver: 24,
    selected,
    ...(now !== null && { now }),
  })
  return (
    <div class="body ladder-body" tabIndex={0} role="group" aria-label={strings.world.ladder}>
      {part.length < packets.length && <p class="note">{words.partOfLadder(part.length)}</p>}
      <LadderDrawing
        layout={layout}
        label={strings.ladder.label(part.length)}
        selected={selected}
        now={now}
        leastWidth={nodes.length > 2 ? width * 0.9 : 0}
        showHosts
        onSelect={onSelect}
      />
      <LadderLegend packets={drawn} />
    </div>
  )
}
