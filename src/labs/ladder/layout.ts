import type { Nanoseconds } from '#network'
import { momentText } from '#strings'
import { type DrawnPacket, isLost } from '../recording/packet-view/index.ts'
import { type ArrowLabel, type LadderArrow, touch, widthOf } from './label-place.ts'
import { foldLabels, labelArrows } from './labels.ts'
import { type TimeAxis, timeAxis } from './time-axis.ts'

export interface LadderOptions {
  /** The lifelines, left to right. */
  hosts: readonly string[]
  width: number
  /** Space next to the outer lifelines, for times. */
  margin: number
  pixelsPerMillisecond: number
  /** Longer idle stretches, in milliseconds, are folded. */
  foldOver: number
  /** The current time: later packets are drawn faint. */
  now?: Nanoseconds
  /** The selected packet, and the first wrong one: they keep their labels in any crowd. */
  selected?: number | null
  wrong?: number | null
}
export interface TimeLabel {
  x: number
  y: number
  anchor: 'start' | 'end'
  text: string
  future: boolean
  /** Between the outer lifelines, where arrows and their labels are. */
  isInner: boolean
}
export interface LadderLayout {
  width: number
  height: number
  lifelines: { host: string; x: number }[]
  arrows: LadderArrow[]
  times: TimeLabel[]
  axis: TimeAxis
  /** y of time 0 of the axis. */
  top: number
}

const TOP = 14
/** Lost packets are drawn this far: the record does not say where on the link they were lost. */
const DEATH = 0.56

/** Lays out every packet between two lifelines. */
export function layoutLadder(packets: readonly DrawnPacket[], options: LadderOptions): LadderLayout {
  const { hosts, width, margin, now } = options
  const step = hosts.length > 1 ? (width - 2 * margin) / (hosts.length - 1) : 0
  const lifelines = hosts.map((host, index) => ({ host, x: margin + index * step }))
  const x = new Map(lifelines.map((line) => [line.host, line.x]))
  const drawn = packets.filter((packet) => x.has(packet.from) && x.has(packet.to))
  const departure = drawn.map((packet) => departureOf(packet, now))
  const arrival = arrivals(drawn, departure, now)
  const axis = timeAxis(
    drawn.flatMap(({ at }, index) => [[at, at] as const, [departure[index]!, arrival[index]!] as const]),
    options,
  )
  const arrows = drawn.map((packet, index): LadderArrow => {
    const x1 = x.get(packet.from)!
    const x2 = x.get(packet.to)!
    const sentY = TOP + axis.y(packet.at)
    const y1 = TOP + axis.y(departure[index]!)
    const y2 = TOP + axis.y(arrival[index]!)
    const dies = isLost(packet) ? { x: x1 + (x2 - x1) * DEATH, y: y1 + (y2 - y1) * DEATH } : null
    const future = now !== undefined && packet.at > now
    return { packet, sentY, x1, y1, x2, y2, dies, stays: packet.held?.until === null, future, label: null }
  })
  const times = timeLabels(arrows, lifelines)
  const inner = times.filter(({ isInner }) => isInner).map(boxOfTime)
  labelArrows(arrows, options, foldLabels(axis, lifelines, TOP), inner)
  const height = TOP + axis.height + 20
  return { width, height, lifelines, arrows, times: times.filter(isFree(arrows)), axis, top: TOP }
}

/** Departure time: a rule or a hold may delay it at the sender, perhaps until now. */
function departureOf({ at, delayedBy, held }: DrawnPacket, now: Nanoseconds | undefined): Nanoseconds {
  if (held) return held.until ?? Math.max(at, now ?? at)
  return at + (delayedBy ?? 0)
}

/**
 * Arrival time of each packet, actual or expected; a held one stays in place. Lost packets and those in flight borrow
 * the travel time of the last packet delivered in the same direction of the same link, or else in the opposite one.
 */
function arrivals(
  packets: readonly DrawnPacket[],
  departure: readonly Nanoseconds[],
  now: Nanoseconds | undefined,
): Nanoseconds[] {
  const travel = new Map<string, Nanoseconds>()
  const way = (link: number, from: string) => `${link} ${from}`
  for (const [index, packet] of packets.entries()) {
    if (packet.arrives !== null && !travel.has(way(packet.link, packet.from)))
      travel.set(way(packet.link, packet.from), packet.arrives - departure[index]!)
  }
  return packets.map((packet, index) => {
    const left = departure[index]!
    if (packet.arrives !== null) {
      travel.set(way(packet.link, packet.from), packet.arrives - left)
      return packet.arrives
    }
    if (packet.held?.until === null) return left
    const expected = travel.get(way(packet.link, packet.from)) ?? travel.get(way(packet.link, packet.to)) ?? 10e6
    return Math.max(left + expected, packet.fate === 'under way' ? (now ?? 0) : 0)
  })
}

/** Times are outside the outer lifelines, at the host whose clock they are; two that would touch share the first. */
function timeLabels(arrows: readonly LadderArrow[], lifelines: readonly { host: string; x: number }[]): TimeLabel[] {
  const labels: TimeLabel[] = []
  const lastY = new Map<number, number>()
  const middle = (lifelines[0]?.x ?? 0) + ((lifelines.at(-1)?.x ?? 0) - (lifelines[0]?.x ?? 0)) / 2
  for (const arrow of [...arrows].sort((a, b) => a.sentY - b.sentY)) {
    const before = lastY.get(arrow.x1)
    if (before !== undefined && arrow.sentY - before < 12) continue
    lastY.set(arrow.x1, arrow.sentY)
    const isInner = lifelines.slice(1, -1).some(({ x }) => x === arrow.x1)
    // At an inner host, on the side that the packet's own arrow leaves free.
    const left = isInner ? arrow.x2 > arrow.x1 : arrow.x1 <= middle
    labels.push({
      x: arrow.x1 + (left ? -9 : 9),
      y: arrow.sentY + 4,
      anchor: left ? 'end' : 'start',
      text: momentText(arrow.packet.at),
      future: arrow.future,
      isInner,
    })
  }
  return labels
}

/** Distance from a label's line to the baseline of a time in the same place. */
const TIME_LINE = 5

/** A time as a label that others can avoid. */
function boxOfTime({ x, y, anchor, text }: TimeLabel): ArrowLabel {
  const box = { number: '', text, x, y: y + TIME_LINE, angle: 0 }
  const half = widthOf(box) / 2
  return { ...box, x: anchor === 'end' ? x - half : x + half }
}

/** Returns whether an inner time touches no label: a packet's words say more than its time, which its row has too. */
const isFree = (arrows: readonly LadderArrow[]) => (time: TimeLabel) =>
  !time.isInner || arrows.every(({ label }) => !label || !touch(label, boxOfTime(time)))
