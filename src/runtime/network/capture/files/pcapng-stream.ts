import type { Nanoseconds } from '../../clock.ts'
import type { PacketRecord } from '../packet-record.ts'
import { BlockWriter } from './block-writer.ts'
import {
  type Counts,
  enhancedPacket,
  enhancedPacketLength,
  interfaceDescription,
  interfaceStatistics,
  packetOptions,
  sectionHeader,
  statisticsOptions,
} from './pcapng-blocks.ts'

interface StreamInterface extends Counts {
  readonly index: number
}

export interface PcapngStreamOptions {
  /** Buffer for blocks: larger than the largest frame by far. */
  memory: Uint8Array
  /** Called with the number of bytes of complete blocks in `memory` not taken yet. */
  onGathered: (bytes: number) => void
  /** Takes the gathered blocks; the memory is then reused. */
  take: () => void
}

/**
 * Writes a pcapng file while its packets arrive, in a fixed amount of memory. It omits later events of a packet (a cut
 * link, a hold); `writePcapng`, which has the whole recording, includes them.
 */
export class PcapngStream {
  readonly #options: PcapngStreamOptions
  readonly #writer: BlockWriter
  readonly #interfaces = new Map<string, StreamInterface>()
  #first: Nanoseconds | null = null
  #last: Nanoseconds | null = null

  constructor(interfaces: readonly string[], options: PcapngStreamOptions) {
    this.#options = options
    this.#writer = new BlockWriter(options.memory)
    sectionHeader(this.#writer, undefined)
    for (const name of interfaces) this.#describe(name)
    options.onGathered(this.#writer.length)
  }

  add(packet: PacketRecord): void {
    const own = this.#interfaces.get(packet.from) ?? this.#describe(packet.from)
    const options = packetOptions(packet, false, {})
    this.#makeRoom(enhancedPacketLength(packet, options))
    enhancedPacket(this.#writer, packet, own.index, options)
    own.sent++
    if (packet.fate === 'queue') own.dropped++
    this.#first ??= packet.at
    this.#last = packet.at
    this.#options.onGathered(this.#writer.length)
  }

  /** Ends the file with the statistics of its interfaces. */
  end(): void {
    for (const counts of this.#interfaces.values()) {
      this.#makeRoom(256)
      interfaceStatistics(this.#writer, counts.index, this.#last, statisticsOptions(counts, this.#first, this.#last))
    }
    this.#flush()
  }

  /** Describes an interface, which a section may do anywhere before its first packet. */
  #describe(name: string): StreamInterface {
    const described = { index: this.#interfaces.size, sent: 0, dropped: 0 }
    this.#interfaces.set(name, described)
    this.#makeRoom(1024)
    interfaceDescription(this.#writer, name)
    return described
  }

  #makeRoom(bytes: number): void {
    if (this.#writer.length + bytes > this.#options.memory.length) this.#flush()
  }

  #flush(): void {
    this.#options.onGathered(this.#writer.length)
    this.#options.take()
    this.#writer.clear()
  }
}
