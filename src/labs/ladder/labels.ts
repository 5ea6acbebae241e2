import { strings } from '#strings'
import type { DrawnPacket, PacketKind } from '../recording/packet-view/index.ts'
import { type ArrowLabel, CHARACTER, type LadderArrow, touch, widthOf } from './label-place.ts'
import type { TimeAxis } from './time-axis.ts'

/** Characters of one packet's label. */
const LONGEST = 22
/** Share of an arrow that a shared label may cover. */
const COVERED = 0.8
/** Closer arrows share a label. */
const SHARED = 12
/** Five or more closer arrows become one band with a count. */
const BAND = 4
const BAND_COUNT = 5
/** Positions along an arrow for its label, best first; those near 0 are at the tail. */
const TAIL = 0.27
const ALONG = [0.5, TAIL, 0.73, 0.38, 0.62]
/** Labels with a larger vertical distance between their centers cannot touch, wherever along their arrows they are. */
const FAR = 300

/** Packets whose labels stay in any crowd. */
type Keep = ReadonlySet<number | null | undefined>
interface Kept {
  selected?: number | null
  wrong?: number | null
}

/**
 * Puts labels on the arrows: close arrows share one, crowds get a count, and none overlap, nor any of `others`. They
 * keep off `times` where they can.
 */
export function labelArrows(
  arrows: LadderArrow[],
  kept: Kept,
  others: readonly ArrowLabel[] = [],
  times: readonly ArrowLabel[] = [],
): void {
  const keep = new Set([kept.selected, kept.wrong])
  for (const group of neighbors(arrows)) labelGroup(group, keep)
  for (const { packet, label } of arrows) if (label) Object.assign(label, drawnBeside(packet, kept))
  separate(
    arrows.filter((arrow) => arrow.label),
    keep,
    others,
    times,
  )
}

/** Signs drawn with a label that take room. */
function drawnBeside({ number, changedBy, duplicateOf }: DrawnPacket, { selected, wrong }: Kept) {
  const signs = `${number === wrong ? '✕ ' : ''}${changedBy === null ? '' : ' ✎'}${duplicateOf === null ? '' : ' ⧉'}`
  return { signs, isLifted: number === selected }
}

/** Distance from a label's line down to the middle of the text of a fold that is as high as the label. */
const FOLD_TEXT = 16
const FOLD_HEIGHT = 14

/** What the folds say (“nothing for 210.0 ms”), as labels that no arrow's may touch. */
export function foldLabels({ folds }: TimeAxis, lifelines: readonly { x: number }[], top: number): ArrowLabel[] {
  const x = foldX(lifelines)
  return folds.map(({ from, to, y, height }) => ({
    x,
    y: top + y + (height - FOLD_HEIGHT) / 2 + FOLD_TEXT,
    angle: 0,
    number: '',
    text: strings.ladder.nothingFor(to - from),
  }))
}

/** Center of what a fold says: between two lifelines, where the zigzag of neither crosses it out. */
export function foldX(lifelines: readonly { x: number }[]): number {
  const right = Math.floor(lifelines.length / 2)
  return ((lifelines[right - 1]?.x ?? 0) + (lifelines[right]?.x ?? 0)) / 2
}

/** Groups arrows of one direction that are close to each other; a later one starts a new group. */
function neighbors(arrows: readonly LadderArrow[]): LadderArrow[][] {
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

function labelGroup(group: LadderArrow[], keep: Keep): void {
  const first = group[0]!
  if (group.length === 1) {
    first.label = place(first, String(first.packet.number), words(first))
    return
  }
  const dense = group.length >= BAND_COUNT && group.at(-1)!.y1 - first.y1 <= BAND * group.length
  const rest: LadderArrow[] = []
  // An arrow that must be named gets its own data as label, not its neighbors'.
  for (const arrow of group) {
    if (keep.has(arrow.packet.number)) arrow.label = place(arrow, String(arrow.packet.number), words(arrow))
    else rest.push(arrow)
  }
  const bearer = rest.at(-1)
  if (!bearer) return
  if (rest.length === 1) {
    bearer.label = place(bearer, String(bearer.packet.number), words(bearer))
    return
  }
  const number = `${first.packet.number}–${group.at(-1)!.packet.number}`
  bearer.label = place(bearer, number, dense ? countText(group) : joined(group, bearer))
}

function countText(group: readonly LadderArrow[]): string {
  const bytes = group.reduce((sum, arrow) => sum + arrow.packet.payloadLength, 0)
  const all = words(group[0]!)
  // Eleven RSTs are more than “11 segments, 0 B”.
  if (bytes === 0 && group.every((arrow) => words(arrow) === all)) return `${group.length} × ${all}`
  return `${group.length} ${unitOf(group)}, ${thousands(bytes)} B`
}

const UNITS: Partial<Record<PacketKind, string>> = { tcp: 'segments', udp: 'datagrams' }

/** What the packets of a group are called: by their transport, if it is the same for all. */
function unitOf(group: readonly LadderArrow[]): string {
  const kinds = new Set(group.map(({ packet }) => packet.kind))
  const [kind] = kinds
  return (kinds.size === 1 && kind && UNITS[kind]) || 'packets'
}

/** `ACK, then “hel”`; pure ACKs are dropped first when it gets long. */
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

/** A label is centered on the visible part of its arrow and turned with it; text always runs left to right. */
function place(arrow: LadderArrow, number: string, text: string, along = 0.5): ArrowLabel {
  const end = arrow.dies ?? { x: arrow.x2, y: arrow.y2 }
  const x = arrow.x1 + (end.x - arrow.x1) * along
  const y = arrow.y1 + (end.y - arrow.y1) * along
  const slope = (arrow.y2 - arrow.y1) / (arrow.x2 - arrow.x1 || 1)
  return { number, text, x, y, angle: (Math.atan(slope) * 180) / Math.PI }
}

/**
 * Separates labels: one that would overlap moves along its arrow, or both move toward their tails. Without space it
 * shrinks to its number, and then to nothing: the ladder's table and the packet list have the rest.
 */
function separate(
  labelled: readonly LadderArrow[],
  keep: Keep,
  others: readonly ArrowLabel[],
  times: readonly ArrowLabel[],
): void {
  const placed: LadderArrow[] = []
  // Labels that must be shown come first and stay in place.
  for (const arrow of [...labelled].sort((a, b) => rank(a, keep) - rank(b, keep))) {
    const near = nearTo(arrow, placed)
    const { number, text } = arrow.label!
    const fits = (label: ArrowLabel) =>
      near.every((other) => !touch(other.label!, label)) && others.every((other) => !touch(other, label))
    const free = (words: string) => {
      const places = ALONG.map((along) => ({ ...arrow.label!, ...place(arrow, number, words, along) })).filter(fits)
      const between = places.filter((label) => isBetween(label, arrow))
      return between.find((label) => times.every((time) => !touch(time, label))) ?? between[0] ?? places[0]
    }
    arrow.label =
      free(text) ??
      bothAtTheirTails(arrow, placed, others) ??
      free('') ??
      (keep.has(arrow.packet.number) ? arrow.label : null)
    if (arrow.label) placed.push(arrow)
  }
}

/** It ends before the lifelines, which have the times next to them. */
const isBetween = (label: ArrowLabel, { x1, x2 }: LadderArrow) =>
  Math.abs(label.x - (x1 + x2) / 2) + widthOf(label) / 2 <= Math.abs(x2 - x1) / 2

const nearTo = ({ label }: LadderArrow, placed: readonly LadderArrow[]) =>
  placed.filter((other) => Math.abs(other.label!.y - label!.y) < FAR)

const rank = (arrow: LadderArrow, keep: Keep) => (keep.has(arrow.packet.number) ? 0 : 1)

/** Moves a label to the tail, if the one label in its way can move to its own. */
function bothAtTheirTails(
  arrow: LadderArrow,
  placed: readonly LadderArrow[],
  folds: readonly ArrowLabel[],
): ArrowLabel | null {
  const atTail = (one: LadderArrow) => ({ ...one.label!, ...place(one, one.label!.number, one.label!.text, TAIL) })
  const label = atTail(arrow)
  const [inWay, ...more] = nearTo(arrow, placed).filter((other) => touch(other.label!, label))
  if (!inWay || more.length > 0) return null
  const moved = atTail(inWay)
  const others = nearTo(inWay, placed).filter((other) => other !== inWay)
  if (touch(moved, label) || others.some((other) => touch(other.label!, moved))) return null
  if (folds.some((fold) => touch(fold, label) || touch(fold, moved))) return null
  inWay.label = moved
  return label
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}
