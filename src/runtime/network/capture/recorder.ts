import type { Nanoseconds } from '../clock.ts'
import { frameToKeep } from '../wire/index.ts'
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
  /** What few frames have. */
  more?: Pick<PacketRecord, 'isDamaged' | 'damagedBytes' | 'changedBy' | 'delayedBy' | 'duplicateOf'> | undefined
}

/** Bytes of frames that are kept unless said otherwise. */
export const RECORDER_CAP = 64 * 2 ** 20

/**
 * The frames of a network, in the order of sending. A frame on a link never changes once it is sent, so it is kept without a copy; the memory of a large
 * loopback frame is used again, so that one is copied. Beyond the cap the oldest are let go, and `dropped` says how many.
 */
export class Recorder {
  readonly #packets: PacketRecord[] = []
  readonly #cap: number
  #bytes = 0
  #dropped = 0
  #settled = 0
  /** Called when a frame is sent, with its fate where that is already known. */
  onPacket: ((packet: PacketRecord) => void) | null = null
  /** Called when a frame that was under way has met its fate, and when one is kept back or let go. */
  onFate: ((packet: PacketRecord) => void) | null = null
  /** What the packets sent from now on come from. */
  cause: PacketCause | null = null

  /** `cap`: bytes of frames that are kept; with 0 they are numbered and told of, and none is kept. */
  constructor({ cap = RECORDER_CAP }: { cap?: number } = {}) {
    this.#cap = cap
  }

  /** What is kept: all, or the latest where the cap was reached. */
  get packets(): readonly PacketRecord[] {
    return this.#packets
  }

  /** Frames sent so far, those let go included: the number of the latest. */
  get count(): number {
    return this.#dropped + this.#packets.length
  }

  /** The oldest frames, let go because of the cap. */
  get dropped(): number {
    return this.#dropped
  }

  /** Frames that were under way and have met their fate. */
  get settled(): number {
    return this.#settled
  }

  /** By its number; undefined for one that was let go, or is still to come. */
  packet(number: number): PacketRecord | undefined {
    return this.#packets[number - 1 - this.#dropped]
  }

  record(sending: Sending): PacketRecord {
    const { at, link, from, to, fate, cause } = sending
    const bytes = this.#cap === 0 ? sending.bytes : frameToKeep(sending.bytes)
    const packet: PacketRecord = { number: this.count + 1, arrives: null, at, link, from, to, bytes, fate, cause }
    if (sending.more !== undefined) Object.assign(packet, sending.more)
    this.#keep(packet)
    this.onPacket?.(packet)
    return packet
  }

  #keep(packet: PacketRecord): void {
    if (this.#cap === 0) {
      this.#dropped++
      return
    }
    this.#packets.push(packet)
    this.#bytes += packet.bytes.length
    if (this.#bytes > this.#cap) this.#dropOldest()
  }

  /** Notes what became of a frame that was under way; `arrives` for one that was delivered. */
  settle(packet: PacketRecord, fate: PacketFate, arrives: Nanoseconds | null): void {
    packet.fate = fate
    packet.arrives = arrives
    this.#settled++
    this.onFate?.(packet)
  }

  /** Notes that a frame under way is kept back (null), or until when it was. */
  hold(packet: PacketRecord, until: Nanoseconds | null): void {
    packet.heldUntil = until
    this.onFate?.(packet)
  }

  /** An eighth of the cap at a time, so that a full recording costs little more than one that is not. */
  #dropOldest(): void {
    let surplus = 0
    for (; this.#bytes > this.#cap - (this.#cap >> 3) && surplus < this.#packets.length - 1; surplus++)
      this.#bytes -= this.#packets[surplus]!.bytes.length
    this.#packets.splice(0, surplus)
    this.#dropped += surplus
  }
}
