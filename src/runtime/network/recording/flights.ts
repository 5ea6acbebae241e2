import type { PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'

/** Packets between two marks at least. */
const MARK_EVERY = 256

interface Mark {
  /** Packets before it, let go ones included. */
  readonly count: number
  /** Those of them that were under way when the next was sent. */
  readonly underWay: readonly PacketRecord[]
}

/**
 * Which packets are on a link at a moment. Packets come in the order of sending; every so often those under way are noted, so that a moment is found by
 * looking at few of them. A mark is made when as many packets came as it has to name, so that marks cost no more than packets.
 */
export class Flights {
  readonly #marks: Mark[] = []
  /** Packets since the last mark. */
  #recent: PacketRecord[] = []
  #count = 0

  /** The next packet, before it is added to the list that `at` is asked with. */
  add(packet: PacketRecord): void {
    if (this.#count === 0) this.#count = packet.number - 1
    const last = this.#marks.at(-1)
    if (this.#recent.length >= Math.max(MARK_EVERY, last?.underWay.length ?? 0)) this.#mark(last, packet.at)
    this.#count++
    this.#recent.push(packet)
  }

  #mark(last: Mark | undefined, time: Nanoseconds): void {
    const isFlying = (packet: PacketRecord) => isUnderWay(packet, time)
    const underWay = [...(last?.underWay ?? []).filter(isFlying), ...this.#recent.filter(isFlying)]
    this.#marks.push({ count: this.#count, underWay })
    this.#recent = []
  }

  /** Forgets what is before the packets kept. */
  drop(dropped: number): void {
    const kept = this.#marks.findIndex(({ count }) => count > dropped)
    this.#marks.splice(0, kept < 0 ? this.#marks.length : kept)
  }

  /** Of the first `sent` packets those that had been sent and had not arrived; `packet` gives one by its index, from 0. */
  at(time: Nanoseconds, sent: number, dropped: number, packet: (index: number) => PacketRecord): PacketRecord[] {
    const mark = this.#marks[lastBefore(this.#marks.length, (i) => this.#marks[i]!.count <= sent)]
    const found = (mark?.underWay ?? []).filter((one) => isUnderWay(one, time))
    for (let i = Math.max(mark?.count ?? 0, dropped); i < sent; i++) {
      const one = packet(i)
      if (isUnderWay(one, time)) found.push(one)
    }
    return found
  }
}

function isUnderWay({ at, arrives, fate }: PacketRecord, time: Nanoseconds): boolean {
  return at <= time && (arrives === null ? fate === 'under way' : arrives > time)
}

/** The last index for which `holds`, −1 for none: it holds for all before it. */
export function lastBefore(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low - 1
}
