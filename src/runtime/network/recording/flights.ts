import type { PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'

/** Minimum number of packets between two marks. */
const MARK_EVERY = 256

interface Mark {
  /** Number of packets before it, including dropped ones. */
  readonly count: number
  /** Those in flight when the next one was sent. */
  readonly underWay: readonly PacketRecord[]
}

/**
 * Finds the packets in flight at a moment. Packets come in sending order; now and then a mark notes those in flight, so
 * that a lookup reads few packets. A mark comes after as many packets as it names, so marks cost no more than packets.
 */
export class Flights {
  readonly #marks: Mark[] = []
  /** Packets since the last mark. */
  #recent: PacketRecord[] = []
  #count = 0

  /** Adds the next packet, before it is in the list that `at` reads. */
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

  /** Drops marks older than the kept packets. */
  drop(dropped: number): void {
    const kept = this.#marks.findIndex(({ count }) => count > dropped)
    this.#marks.splice(0, kept < 0 ? this.#marks.length : kept)
  }

  /** Of the first `sent` packets, those in flight at a moment; `packet` returns one by index, from 0. */
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

/** Last index for which `holds` is true, −1 for none. It must hold for all indexes before it. */
export function lastBefore(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low - 1
}
