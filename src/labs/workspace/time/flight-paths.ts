import type { Nanoseconds } from '#network'
import { apart } from '../../drawing/index.ts'
import { type DrawnPacket, isLost } from '../../recording/index.ts'

/** Pixels below which two lines look like one. */
const APART = 0.5
/** Length of a packet whose arrival is not known yet. */
const STUB = 14

export interface FlightPlaces {
  x: (time: Nanoseconds) => number
  lane: (host: string) => number
  /** Packets sent later are faint. */
  now: Nanoseconds
  selected: number | null
}

/**
 * Draws packets as lines from lane to lane, one path per class: with an element for each, hundreds would change with
 * every packet.
 */
export function flightPaths(packets: readonly DrawnPacket[], places: FlightPlaces): [names: string, d: string][] {
  const shafts = new Map<string, string>()
  let deaths = ''
  const flights = packets.map((packet) => {
    return { packet, look: lookOf(packet, places.now), line: lineOf(packet, places) }
  })
  for (const { packet, look, line } of apart(flights, SEEN)) {
    shafts.set(look, (shafts.get(look) ?? '') + pathOf(line))
    if (isLost(packet)) deaths += cross(line)
  }
  const drawn: [string, string][] = [...shafts].map(([look, d]) => [`${look} shaft`, d])
  if (deaths !== '') drawn.push(['flight death', deaths])
  const chosen = packets.find(({ number }) => number === places.selected)
  if (chosen) {
    const d = pathOf(lineOf(chosen, places))
    drawn.push(['flight marker', d], [`${lookOf(chosen, places.now)} shaft selected`, d])
  }
  return drawn
}

interface Line {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** A lost packet stops halfway. */
function lineOf(packet: DrawnPacket, { x, lane }: FlightPlaces): Line {
  const [y1, y2] = [lane(packet.from), lane(packet.to)]
  const x1 = round(x(packet.at))
  const x2 = packet.arrives === null ? x1 + STUB : round(x(packet.arrives))
  return { x1, y1, x2, y2: isLost(packet) ? (y1 + y2) / 2 : y2 }
}

function lookOf(packet: DrawnPacket, now: Nanoseconds): string {
  return `flight ${packet.resets ? 'reset' : packet.kind}${packet.at > now ? ' future' : ''}`
}

/** Lines covered by others of the same look are not drawn. */
const SEEN = {
  way: ({ look, line }: { look: string; line: Line }) => `${look} ${line.y1} ${line.y2}`,
  place: ({ line }: { line: Line }) => [line.x1, line.x2],
  nearer: APART,
}

const pathOf = ({ x1, y1, x2, y2 }: Line) => `M${x1} ${y1}L${x2} ${y2}`
const cross = ({ x2, y2 }: Line) => `M${x2 - 3} ${y2 - 4}l6 8`
const round = (x: number) => Math.round(x * 10) / 10
