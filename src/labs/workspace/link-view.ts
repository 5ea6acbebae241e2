import { signal } from '@preact/signals'
import { strings } from '#strings'
import { asDrawn, type DrawnPacket, Journeys, type ReadPacket } from '../recording/index.ts'
import type { LabExercise } from './lab-exercise.ts'
import type { Shown } from './shown.ts'

/**
 * Chooses which of a frame's copies the views show. A frame that crosses a switch is recorded on both links; unless
 * every link is requested, it is one row, and one arrow from host to host. Saved captures and tests have all copies.
 */
export class LinkView {
  readonly everyLink = signal(false)
  /** With many hosts the ladder shows the two of the selected packet, unless all are requested. */
  readonly allHosts = signal(false)
  /** Without a switch there is one copy of each frame. */
  readonly hasSwitches: boolean
  readonly #journeys: Journeys
  /** The last list without the packets that prepared a test's world, and the list that it was made of. */
  #own: { source: readonly ReadPacket[]; length: number; own: readonly ReadPacket[] } = {
    source: [],
    length: 0,
    own: [],
  }

  constructor({ topology }: LabExercise) {
    const switches = topology.nodes.filter(({ kind }) => kind === 'switch').map(({ name }) => name)
    this.hasSwitches = switches.length > 0
    this.#journeys = new Journeys(switches)
  }

  isFolded(shown: Shown | null): boolean {
    return this.hasSwitches && !this.everyLink.value && shown?.source !== 'file'
  }

  /** Packets to list out of those recorded. */
  listed(shown: Shown | null): readonly ReadPacket[] {
    const all = shown?.recording.packets ?? []
    const listed = this.isFolded(shown) ? this.#journeys.of(all) : all
    const { begins = 1 } = shown ?? {}
    return begins > 1 ? this.#from(begins, listed) : listed
  }

  /** The test's own packets. The same list as before while nothing is added, so that filters keep their result. */
  #from(begins: number, listed: readonly ReadPacket[]): readonly ReadPacket[] {
    const { source, length, own } = this.#own
    if (source === listed && length === listed.length && own[0]?.number === begins) return own
    const packets = listed.filter(({ number }) => number >= begins)
    this.#own = { source: listed, length: listed.length, own: packets }
    return packets
  }

  /** Number of listed packets with this number or a smaller one. */
  countTo(number: number, shown: Shown | null): number {
    const listed = this.listed(shown)
    let [low, high] = [0, listed.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (listed[middle]!.number <= number) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Row that shows a packet. */
  rowOf(number: number | null, shown: Shown | null): number | null {
    if (number === null || !this.isFolded(shown)) return number
    this.listed(shown)
    return this.#journeys.origin(number)
  }

  /** Destination host of a packet, or all hosts, and its fate on the way. */
  reaches(packet: ReadPacket, shown: Shown | null): Pick<DrawnPacket, 'to' | 'fate'> {
    if (!this.isFolded(shown)) return packet
    const [last, ...others] = this.#journeys.arrivals(packet)
    return others.length > 0 ? { to: strings.packets.all, fate: packet.fate } : last!
  }

  /** The two hosts between which a packet travels; null for a broadcast. */
  pairOf(number: number | null, shown: Shown | null): readonly [string, string] | null {
    const packet = shown?.recording.packet(number)
    if (!packet) return null
    const { to } = this.reaches(packet, shown)
    return to === strings.packets.all ? null : [packet.from, to]
  }

  /** Listed packets as arrows to each host that they reach, with their arrival times. */
  drawn(packets: readonly ReadPacket[], shown: Shown | null): readonly DrawnPacket[] {
    if (!this.isFolded(shown)) return packets
    return packets.flatMap((packet) =>
      this.#journeys.arrivals(packet).map((last) => {
        if (last === packet) return packet
        const { to, arrives, fate } = last
        return { ...asDrawn(packet), to, arrives, fate }
      }),
    )
  }
}
