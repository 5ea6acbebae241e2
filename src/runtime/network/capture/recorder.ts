import type { Nanoseconds } from '../clock.ts'
import { frameToKeep } from '../wire/index.ts'
import type { PacketCause, PacketFate, PacketRecord } from './packet-record.ts'

/** Facts that a sender knows about a frame; the recorder adds number and cause. */
export interface Sending {
  at: Nanoseconds
  link: number
  from: string
  to: string
  bytes: Uint8Array
  fate: PacketFate
  cause: PacketCause | null
  /** Properties that few frames have. */
  more?: Pick<PacketRecord, 'isDamaged' | 'damagedBytes' | 'changedBy' | 'delayedBy' | 'duplicateOf'> | undefined
}

/** Default for the bytes of frames to keep. */
export const RECORDER_CAP = 64 * 2 ** 20

/**
 * Frames of a network, in sending order. A frame on a link never changes once sent, so it is stored without a copy; only
 * large loopback frames are copied, since their memory is reused. Beyond the cap the oldest are dropped, and `dropped`
 * counts them.
 */
export class Recorder {
  readonly #packets: PacketRecord[] = []
  readonly #cap: number
  #bytes = 0
  #dropped = 0
  #settled = 0
  /** Called when a frame is sent, with its fate if already known. */
  onPacket: ((packet: PacketRecord) => void) | null = null
  /** Called when a frame in flight has reached its fate, and when a frame is held or released. */
  onFate: ((packet: PacketRecord) => void) | null = null
  /** Cause of the packets sent from now on. */
  cause: PacketCause | null = null

  /** `cap`: bytes of frames to keep; with 0 they are numbered and reported, and none is kept. */
  constructor({ cap = RECORDER_CAP }: { cap?: number } = {}) {
    this.#cap = cap
  }

  /** Stored frames: all, or the latest once the cap was reached. */
  get packets(): readonly PacketRecord[] {
    return this.#packets
  }

  /** Frames sent so far, including dropped ones: the number of the latest. */
  get count(): number {
    return this.#dropped + this.#packets.length
  }

  /** Number of the oldest frames, dropped because of the cap. */
  get dropped(): number {
    return this.#dropped
  }

  /** Number of frames that have reached their fate. */
  get settled(): number {
    return this.#settled
  }

  /** Finds a frame by number; undefined if it was dropped, or is still to come. */
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

  /** Records the fate of a frame in flight; `arrives` for a delivered one. */
  settle(packet: PacketRecord, fate: PacketFate, arrives: Nanoseconds | null): void {
    packet.fate = fate
    packet.arrives = arrives
    this.#settled++
    this.onFate?.(packet)
  }

  /** Records that a frame in flight is held (null), or the end of its hold. */
  hold(packet: PacketRecord, until: Nanoseconds | null): void {
    packet.heldUntil = until
    this.onFate?.(packet)
  }

  /** Drops an eighth of the cap at a time, so that a full recording costs little more than another. */
  #dropOldest(): void {
    let surplus = 0
    for (; this.#bytes > this.#cap - (this.#cap >> 3) && surplus < this.#packets.length - 1; surplus++)
      this.#bytes -= this.#packets[surplus]!.bytes.length
    this.#packets.splice(0, surplus)
    this.#dropped += surplus
  }
}
