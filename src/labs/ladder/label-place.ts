import type { DrawnPacket } from '../recording/packet-view/index.ts'

/** Pixels of a character. */
export const CHARACTER = 6.6
/** Pixels between the lines of two labels that do not touch. */
const APART = 12

interface Point {
  x: number
  y: number
}
type Line = readonly [Point, Point]

/** Returns whether two labels overlap. */
export function touch(a: ArrowLabel, b: ArrowLabel): boolean {
  return distance(lineOf(a), lineOf(b)) < APART
}

/** Pixels that the label of a selected arrow is farther from it: the mark is broad. */
export const LIFT = 6

/** Pixels of a label: its number, its signs, two spaces, its words. */
export const widthOf = ({ number, signs = '', text }: ArrowLabel): number =>
  (number.length + signs.length + (text === '' ? 0 : 2 + text.length)) * CHARACTER

/** The line that a label is written on, as long as its text. */
function lineOf(label: ArrowLabel): Line {
  const turn = (label.angle * Math.PI) / 180
  const lift = label.isLifted ? LIFT : 0
  const [x, y] = [label.x + Math.sin(turn) * lift, label.y - Math.cos(turn) * lift]
  const half = widthOf(label) / 2
  const [dx, dy] = [Math.cos(turn) * half, Math.sin(turn) * half]
  return [
    { x: x - dx, y: y - dy },
    { x: x + dx, y: y + dy },
  ]
}

function distance(one: Line, other: Line): number {
  if (cross(one, other)) return 0
  return Math.min(...one.map((point) => distanceTo(point, other)), ...other.map((point) => distanceTo(point, one)))
}

/** Returns whether each line separates the ends of the other. */
function cross(one: Line, other: Line): boolean {
  const parts = ([a, b]: Line, [p, q]: Line) => side(a, b, p) * side(a, b, q) < 0
  return parts(one, other) && parts(other, one)
}

const side = (a: Point, b: Point, p: Point) => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)

function distanceTo(p: Point, [a, b]: Line): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)
  const t = Math.min(1, Math.max(0, along))
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
}

export interface ArrowLabel {
  /** Number of the packet, or of the first and the last of a group: `5–6`. */
  number: string
  /** Signs around the number: the first wrong packet, an edited one, a copy. */
  signs?: string
  text: string
  /** Of the selected arrow. */
  isLifted?: boolean
  x: number
  y: number
  /** Degrees; a label is parallel to its line and never upside down. */
  angle: number
}

export interface LadderArrow {
  packet: DrawnPacket
  /** y when it was sent; above `y1` if a rule or a hold delayed it at its sender. */
  sentY: number
  x1: number
  y1: number
  x2: number
  y2: number
  /** Where a lost packet stops. */
  dies: { x: number; y: number } | null
  /** Held: not on its way yet. */
  stays: boolean
  /** Sent after the current time. */
  future: boolean
  label: ArrowLabel | null
}
