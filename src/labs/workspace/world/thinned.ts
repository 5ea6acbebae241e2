import { apart } from '../../drawing/index.ts'
import type { LadderArrow } from '../../ladder/index.ts'

/** Pixels below which two lines look like one. */
const APART = 1

/**
 * Thins out a flood of arrows: leaves out an arrow that a later one covers. Arrows with a label or a sign, and those
 * asked for, stay.
 */
export function thinned(arrows: readonly LadderArrow[], keep: ReadonlySet<number>): LadderArrow[] {
  return apart(arrows, {
    way: ({ x1, x2, packet, future }) => `${x1} ${x2} ${packet.kind} ${future}`,
    place: ({ y1, y2, dies, stays }) => (dies || stays ? null : [y1, y2]),
    nearer: APART,
    isKept: (arrow) => !isPlain(arrow) || keep.has(arrow.packet.number),
  })
}

/** A line with its head, and nothing else. */
function isPlain({ packet, label }: LadderArrow): boolean {
  const { opens, ends, resets, zeroWindow, againOf, held, delayedBy, changedBy, duplicateOf } = packet
  const said = [label, againOf, held, delayedBy, changedBy, duplicateOf]
  return !(opens || ends || resets || zeroWindow) && said.every((one) => one === null)
}
