import type { Nanoseconds } from '../clock.ts'
import type { PacketCause, PacketFate, PacketRecord } from './packet-record.ts'

/** What a sender knows of a frame; the recorder adds number and cause. */
export interface Sending {
  at: Nanoseconds
  link: number
  from: string
  to: string
  bytes: Uint8Array
  fate: PacketFate
  cause: PacketCause | null
  isDamaged?: true
  duplicateOf?: number
}

/** Every frame of a network, in the order of sending. Nothing is copied: a frame's bytes are never changed once it is sent. */
export class Recorder {
  readonly #packets: PacketRecord[] = []
  /** Called when a frame is sent, with its fate where that is already known. */
  onPacket: ((packet: PacketRecord) => void) | null = null
  /** Called when a frame that was under way has met its fate. */
  onFate: ((packet: PacketRecord) => void) | null = null
  /** What the packets sent from now on come from. */
  cause: PacketCause | null = null

  get packets(): readonly PacketRecord[] {
    return this.#packets
  }

  record(sending: Sending): PacketRecord {
    const packet: PacketRecord = { number: this.#packets.length + 1, arrives: null, ...sending }
    this.#packets.push(packet)
    this.onPacket?.(packet)
    return packet
  }

  /** Notes what became of a frame that was under way; `arrives` for one that was delivered. */
  settle(packet: PacketRecord, fate: PacketFate, arrives: Nanoseconds | null): void {
    packet.fate = fate
    packet.arrives = arrives
    this.onFate?.(packet)
  }
}
