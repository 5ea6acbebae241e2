import type { ReadPacket } from './read-packet.ts'

/** Frames at a switch that may still be forwarded: more have never been in flight at once. */
const MOST_WAITING = 256

/**
 * Follows frames from host to host. A switch forwards frames byte for byte, so each is recorded once per link; this
 * maps a switch's frames to the host's original. Reads each packet of a growing list once.
 */
export class Journeys {
  readonly #switches: ReadonlySet<string>
  #source: readonly ReadPacket[] = []
  #seen = 0
  #sent: ReadPacket[] = []
  #waiting = new Map<string, ReadPacket[]>()
  /** Original of a frame sent by a switch, by number. */
  #origins = new Map<number, ReadPacket>()
  /** Copies that switches sent of a host's frame, by number. */
  #hops = new Map<number, ReadPacket[]>()

  constructor(switches: Iterable<string>) {
    this.#switches = new Set(switches)
  }

  /** Frames sent by hosts, and frames of a switch without a known original. */
  of(packets: readonly ReadPacket[]): readonly ReadPacket[] {
    if (this.#switches.size === 0) return packets
    if (packets !== this.#source || packets.length < this.#seen) this.#restart(packets)
    for (; this.#seen < packets.length; this.#seen++) this.#take(packets[this.#seen]!)
    return this.#sent
  }

  /** Returns the number of the original of a forwarded frame; other numbers are returned unchanged. */
  origin(number: number): number {
    return this.#origins.get(number)?.number ?? number
  }

  /** Returns the last frames of its way, one per receiving host; the frame itself if no switch forwarded it. */
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

  /** Returns the latest frame with these bytes at the switch that has not left on this link yet. */
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

/** A frame with unknown arrival may have arrived. */
const isThere = ({ arrives, fate, link }: ReadPacket, at: number) =>
  link >= 0 && (arrives === null ? fate === 'under way' : arrives <= at)

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
