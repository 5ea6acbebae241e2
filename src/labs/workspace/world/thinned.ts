import type { LadderArrow } from '../../ladder/index.ts'

/** Lines that are drawn nearer to each other than this, in pixels, look like one. */
const APART = 1

/**
 * Of a flood, what can be told apart: an arrow that another covers, drawn later, is left out. Those that have something to say stay: a label, a
 * sign at either end, or that somebody asked for them.
 */
export function thinned(arrows: readonly LadderArrow[], keep: ReadonlySet<number>): LadderArrow[] {
  const covering = new Map<string, LadderArrow>()
  const seen = arrows.toReversed().filter((arrow) => {
    const way = `${arrow.x1} ${arrow.x2} ${arrow.packet.kind} ${arrow.future}`
    const other = covering.get(way)
    const isCovered = other && Math.abs(arrow.y1 - other.y1) < APART && Math.abs(arrow.y2 - other.y2) < APART
    if (isCovered && isPlain(arrow) && !keep.has(arrow.packet.number)) return false
    if (!arrow.dies && !arrow.stays) covering.set(way, arrow)
    return true
  })
  return seen.reverse()
}

/** A line with its head, and nothing else. */
function isPlain({ packet, label, dies, stays }: LadderArrow): boolean {
  const { opens, ends, resets, zeroWindow, againOf, held, delayedBy, changedBy, duplicateOf } = packet
  const said = [label, dies, againOf, held, delayedBy, changedBy, duplicateOf]
  return !(stays || opens || ends || resets || zeroWindow) && said.every((one) => one === null)
}
