import type { ArrowLabel, LadderArrow } from './layout.ts'

/** Characters of one packet's label. */
const LONGEST = 22
/** Pixels of a character, and the share of an arrow that a shared label may cover. */
const CHARACTER = 6.6
const COVERED = 0.8
/** Arrows nearer than this share a label. */
const SHARED = 12
/** Five or more arrows nearer than this become one band with a count. */
const BAND = 4
const BAND_COUNT = 5

/** Writes labels onto the arrows: neighbours share one, crowds get a count, crossing arrows move theirs apart. */
export function labelArrows(arrows: LadderArrow[], keep: ReadonlySet<number>): void {
  for (const group of neighbours(arrows)) labelGroup(group, keep)
  separateCrossing(arrows.filter((arrow) => arrow.label))
}

/** Arrows in the same direction, each near the one before it; one that is sent much later begins a new group. */
function neighbours(arrows: readonly LadderArrow[]): LadderArrow[][] {
  const open = new Map<string, LadderArrow[]>()
  const groups: LadderArrow[][] = []
  for (const arrow of arrows) {
    const way = `${arrow.x1} ${arrow.x2}`
    const group = open.get(way)
    if (group && arrow.y1 - group.at(-1)!.y1 < SHARED && !arrow.dies && !group.at(-1)!.dies) group.push(arrow)
    else {
      const begun = [arrow]
      open.set(way, begun)
      groups.push(begun)
    }
  }
  return groups
}

function labelGroup(group: LadderArrow[], keep: ReadonlySet<number>): void {
  const first = group[0]!
  if (group.length === 1) {
    first.label = place(first, String(first.packet.number), words(first))
    return
  }
  const dense = group.length >= BAND_COUNT && group.at(-1)!.y1 - first.y1 <= BAND * group.length
  const kept = group.filter((arrow) => keep.has(arrow.packet.number))
  const bearer = kept[0] ?? group.at(-1)!
  bearer.label = place(bearer, String(bearer.packet.number), dense ? countText(group) : joined(group, bearer))
  for (const arrow of kept.slice(1)) arrow.label = place(arrow, String(arrow.packet.number), words(arrow))
}

function countText(group: readonly LadderArrow[]): string {
  const bytes = group.reduce((sum, arrow) => sum + arrow.packet.payloadLength, 0)
  return `${group.length} segments, ${thousands(bytes)} B`
}

/** `ACK, then “hel”`; pure acknowledgements go first when it gets long. */
function joined(group: readonly LadderArrow[], bearer: LadderArrow): string {
  const room = Math.max(LONGEST, (Math.abs(bearer.x2 - bearer.x1) * COVERED) / CHARACTER)
  const all = group.map(words).join(', then ')
  if (all.length <= room) return all
  const speaking = group.filter((arrow) => !arrow.packet.pureAck)
  const short = speaking.map(words).join(', then ')
  if (speaking.length > 0 && short.length <= room) return short
  return speaking.length <= 1 ? words(speaking[0] ?? bearer) : `${group.length} packets`
}

function words(arrow: LadderArrow): string {
  const { label, againOf } = arrow.packet
  const text = againOf === null ? label : `${label} again`
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}

/** A label sits in the middle of what is drawn of its arrow, turned with it, text always left to right. */
function place(arrow: LadderArrow, number: string, text: string, along = 0.5): ArrowLabel {
  const end = arrow.dies ?? { x: arrow.x2, y: arrow.y2 }
  const x = arrow.x1 + (end.x - arrow.x1) * along
  const y = arrow.y1 + (end.y - arrow.y1) * along
  const slope = (arrow.y2 - arrow.y1) / (arrow.x2 - arrow.x1 || 1)
  return { number, text, x, y, angle: (Math.atan(slope) * 180) / Math.PI }
}

/** Two labels that would lie on each other move towards the tails of their arrows. */
function separateCrossing(labelled: readonly LadderArrow[]): void {
  for (const [index, arrow] of labelled.entries()) {
    const clash = labelled
      .slice(Math.max(0, index - 6), index)
      .find((other) => Math.abs(other.label!.y - arrow.label!.y) < 20 && Math.abs(other.label!.x - arrow.label!.x) < 90)
    if (!clash) continue
    for (const one of [clash, arrow]) one.label = place(one, one.label!.number, one.label!.text, 0.27)
  }
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}
