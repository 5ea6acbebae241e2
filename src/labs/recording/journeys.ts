import type { ReadPacket } from './read-packet.ts'

/** Frames that reached a switch and may still be passed on: more than this have never been under way at once. */
const MOST_WAITING = 256

/**
 * Frames as they go from host to host. A switch passes on what it gets, byte for byte, so each frame is recorded once for each link; here what a
 * switch sent is told with the frame of the host that it came from. Looks at each packet of a growing list once.
 */
export class Journeys {
  readonly #switches: ReadonlySet<string>
  #source: readonly ReadPacket[] = []
  #seen = 0
  #sent: ReadPacket[] = []
  #waiting = new Map<string, ReadPacket[]>()
  /** By the number of the switch's frame: the frame that a host sent. */
  #origins = new Map<number, ReadPacket>()
  /** By the number of a host's frame: what switches made of it. */
  #hops = new Map<number, ReadPacket[]>()

  constructor(switches: Iterable<string>) {
    this.#switches = new Set(switches)
  }

  /** What hosts sent, and what a switch sent that is of no known frame. */
  of(packets: readonly ReadPacket[]): readonly ReadPacket[] {
    if (this.#switches.size === 0) return packets
    if (packets !== this.#source || packets.length < this.#seen) this.#restart(packets)
    for (; this.#seen < packets.length; this.#seen++) this.#take(packets[this.#seen]!)
    return this.#sent
  }

  /** The frame that a host sent, of one that a switch passed on; the same number for any other. */
  origin(number: number): number {
    return this.#origins.get(number)?.number ?? number
  }

  /** The last frames of its way, one for each host that it is for; itself where no switch passed it on. */
  arrivals(packet: ReadPacket): readonly ReadPacket[] {
    const last = (this.#hops.get(packet.number) ?? []).filter(({ to }) => !this.#switches.has(to))
    return last.length > 0 ? last : [packet]
  }

  #restart(packets: readonly ReadPacket[]): void {
    this.#source = packets
    this.#seen = 0
    this.#sent = []
    this.#waiting = new Map()
    this.#origins = new Map()
    this.#hops = new Map()
  }

  #take(packet: ReadPacket): void {
    const before = this.#switches.has(packet.from) ? this.#passedOn(packet) : undefined
    if (before) {
      const origin = this.#origins.get(before.number) ?? before
      this.#origins.set(packet.number, origin)
      this.#hops.set(origin.number, [...(this.#hops.get(origin.number) ?? []), packet])
    } else this.#sent.push(packet)
    if (this.#switches.has(packet.to)) this.#wait(packet)
  }

  /** The latest frame with these bytes that the switch has and that has not gone out on this link yet. */
  #passedOn(packet: ReadPacket): ReadPacket | undefined {
    const isDone = (before: ReadPacket) => {
      const origin = this.#origins.get(before.number) ?? before
      return (this.#hops.get(origin.number) ?? []).some(({ link }) => link === packet.link)
    }
    return this.#waiting
      .get(packet.from)
      ?.findLast((before) => isThere(before, packet.at) && isSame(before.bytes, packet.bytes) && !isDone(before))
  }

  #wait(packet: ReadPacket): void {
    const waiting = this.#waiting.get(packet.to) ?? []
    waiting.push(packet)
    if (waiting.length > MOST_WAITING) waiting.shift()
    this.#waiting.set(packet.to, waiting)
  }
}

/** One of which it is not known yet when it arrives may have. */
const isThere = ({ arrives, fate, link }: ReadPacket, at: number) =>
  link >= 0 && (arrives === null ? fate === 'under way' : arrives <= at)

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
