import type { Lab, Packet } from '#lab'
import type { Fault, Sighting } from './scenario/index.ts'

/** Returns the packets of a sighting so far: sent on the link between its two nodes, in its direction. */
export async function sightingsOf(lab: Lab, { from, to, filter }: Sighting): Promise<Packet[]> {
  const packets = await lab.capture(filter, { on: lab.link(from, to) }).all()
  return packets.filter((packet) => packet.from.startsWith(`${from}:`))
}

/** Every packet of every link so far that matches a display filter: a routed packet is one on each link. */
export async function packetsOf(lab: Lab, links: readonly [string, string][], filter: string): Promise<Packet[]> {
  const found: Packet[] = []
  for (const [i, [a, b]] of links.entries()) {
    const index = links.slice(0, i).filter((ends) => ends.includes(a) && ends.includes(b)).length
    found.push(...(await lab.capture(filter, { on: lab.link(a, b, index) }).all()))
  }
  return found.sort((one, other) => one.number - other.number)
}

/** How well the selected packets prove a fault. */
export interface Proof {
  isComplete: boolean
  /** What they show, each with the packet that does. */
  shown: { says: string; packet: number }[]
  /** How much of the proof no selected packet shows. */
  missing: number
  /** Selected packets that show none of it. */
  others: number[]
  /** What never appeared in the capture, measured. */
  never: string[]
}

/** Compares selected packets with the proof of a fault. */
export async function proofOf(lab: Lab, fault: Fault, selected: readonly number[]): Promise<Proof> {
  const shown: Proof['shown'] = []
  const matching = new Set<number>()
  for (const sighting of fault.proof) {
    const numbers = (await sightingsOf(lab, sighting)).map(({ number }) => number)
    for (const number of numbers) matching.add(number)
    const packet = selected.find((number) => numbers.includes(number))
    if (packet !== undefined) shown.push({ says: sighting.says, packet })
  }
  const never: string[] = []
  for (const sighting of fault.never) if ((await sightingsOf(lab, sighting)).length === 0) never.push(sighting.says)
  const missing = fault.proof.length - shown.length
  const others = selected.filter((number) => !matching.has(number))
  const isComplete = missing === 0 && others.length === 0 && never.length === fault.never.length
  return { isComplete, shown, missing, others, never }
}

/** Finds a captured packet that contradicts `fault`; null if there is none so far. */
export async function disproofOf(lab: Lab, fault: Fault): Promise<{ says: string; packet: number } | null> {
  for (const sighting of fault.disproof) {
    const [first] = await sightingsOf(lab, sighting)
    if (first) return { says: sighting.says, packet: first.number }
  }
  return null
}
