import { type CompiledFilter, compileFilter, FilterError } from '#network'
import type { ReadPacket } from '../../recording/index.ts'

/** Packets of a list that match a display filter. */
export interface Filtered {
  packets: readonly ReadPacket[]
  /** Why the filter does not compile, and at which character, counted from 1. */
  error: { reason: string; column: number } | null
}

/**
 * Applies a display filter to a growing list, reading each packet once. While the text being typed does not compile,
 * the last result stays and the error says where.
 */
export class PacketFilter {
  #text = ''
  #compiled: CompiledFilter | null = null
  #error: Filtered['error'] = null
  #source: readonly ReadPacket[] | null = null
  #seen = 0
  #matching: ReadPacket[] = []

  apply(packets: readonly ReadPacket[], text: string): Filtered {
    if (text !== this.#text) this.#compile(text)
    if (this.#compiled === null) return { packets, error: this.#error }
    if (packets !== this.#source || packets.length < this.#seen) this.#restart(packets)
    for (let index = this.#seen; index < packets.length; index++) {
      const packet = packets[index]!
      if (this.#compiled(packet.dissection)) this.#matching.push(packet)
    }
    this.#seen = packets.length
    return { packets: this.#matching, error: this.#error }
  }

  #compile(text: string): void {
    this.#text = text
    this.#error = null
    const filter = text.trim() === '' ? null : compileFilter(text)
    if (filter instanceof FilterError) {
      this.#error = { reason: filter.reason, column: filter.column }
      return
    }
    this.#compiled = filter
    this.#source = null
  }

  #restart(packets: readonly ReadPacket[]): void {
    this.#source = packets
    this.#seen = 0
    this.#matching = []
  }
}
