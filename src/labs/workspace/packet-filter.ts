import { type CompiledFilter, compileFilter, dissect, FilterError } from '../../runtime/network/index.ts'
import type { PacketView } from '../recording/index.ts'

/** What a display filter leaves of a list. */
export interface Filtered {
  packets: readonly PacketView[]
  /** Why the filter does not compile. */
  error: string | null
}

/**
 * Applies a display filter to a list that grows at its end, looking at each packet once. While a filter is being typed and does
 * not compile, the last list stays and the error says where.
 */
export class PacketFilter {
  #text = ''
  #compiled: CompiledFilter | null = null
  #error: string | null = null
  #source: readonly PacketView[] | null = null
  #seen = 0
  #matching: PacketView[] = []

  apply(packets: readonly PacketView[], text: string): Filtered {
    if (text !== this.#text) this.#compile(text)
    if (this.#compiled === null) return { packets, error: this.#error }
    if (packets !== this.#source || packets.length < this.#seen) this.#restart(packets)
    for (const packet of packets.slice(this.#seen)) {
      if (this.#compiled(dissect(packet.bytes, packet.position))) this.#matching.push(packet)
    }
    this.#seen = packets.length
    return { packets: this.#matching, error: this.#error }
  }

  #compile(text: string): void {
    this.#text = text
    this.#error = null
    const filter = text.trim() === '' ? null : compileFilter(text)
    if (filter instanceof FilterError) {
      this.#error = `${filter.reason} (column ${filter.column})`
      return
    }
    this.#compiled = filter
    this.#source = null
  }

  #restart(packets: readonly PacketView[]): void {
    this.#source = packets
    this.#seen = 0
    this.#matching = []
  }
}
