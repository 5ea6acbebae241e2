import type { Nanoseconds } from '../clock.ts'
import { TcpAnalysis, type TcpPosition } from './analysis/index.ts'
import { type Dissection, dissect, type FrameInfo } from './dissection/index.ts'
import type { PacketRecord } from './packet-record.ts'

interface Known {
  readonly position: TcpPosition | null
  readonly frame: FrameInfo
}

/**
 * Dissects the packets of one capture with what the packets before them tell. Feed it every record once, in order (`add`); then each can be dissected as
 * often as it is looked at.
 */
export class CaptureAnalysis {
  readonly #tcp = new TcpAnalysis()
  readonly #known = new Map<PacketRecord, Known>()
  #first: Nanoseconds | null = null
  #previous: Nanoseconds = 0

  add(record: PacketRecord): void {
    const { number, at, from } = record
    this.#first ??= at
    const sincePrevious = this.#known.size === 0 ? 0 : at - this.#previous
    const frame = { number, sinceFirst: at - this.#first, sincePrevious, interface: from }
    this.#known.set(record, { position: this.#tcp.add(record), frame })
    this.#previous = at
  }

  dissect(record: PacketRecord): Dissection {
    const known = this.#known.get(record)
    return dissect(record.bytes, known?.position ?? null, known?.frame ?? null)
  }

  /** Where the packet stands in its TCP connection; null for what is no TCP, or was not added. */
  position(record: PacketRecord): TcpPosition | null {
    return this.#known.get(record)?.position ?? null
  }
}
