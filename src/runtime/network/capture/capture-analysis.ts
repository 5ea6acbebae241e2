import { TcpAnalysis, type TcpPosition } from './analysis/index.ts'
import { type Dissection, dissect } from './dissection/index.ts'
import type { PacketRecord } from './packet-record.ts'

/**
 * Dissects the packets of one capture with what the packets before them tell. Feed it every record once, in order (`add`); then each can be dissected as
 * often as it is looked at.
 */
export class CaptureAnalysis {
  readonly #tcp = new TcpAnalysis()
  readonly #positions = new Map<PacketRecord, TcpPosition>()

  add(record: PacketRecord): void {
    const position = this.#tcp.add(record)
    if (position !== null) this.#positions.set(record, position)
  }

  dissect(record: PacketRecord): Dissection {
    return dissect(record.bytes, this.#positions.get(record) ?? null)
  }
}
