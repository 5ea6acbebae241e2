import { MICROSECOND, type Nanoseconds } from '../../clock.ts'
import type { ReceiveBuffer } from './receive-buffer.ts'
import { type SequenceNumber, sequenceAdd, sequenceBefore, sequenceDistance } from './sequence.ts'
import type { TcpSettings } from './settings.ts'

/** Connection whose receive buffer may grow. */
interface Receiver {
  readonly now: Nanoseconds
  readonly services: { readonly settings: TcpSettings }
  readonly rcv: {
    readonly nxt: SequenceNumber
    readonly wnd: number
    readonly buffer: ReceiveBuffer
    readonly spaceLocked: boolean
    readonly payloadShare: number
    memory: number
    space: number
  }
}

/**
 * Dynamic right-sizing (Linux's tcp_rcv_space_adjust): the window offered is twice what the program reads within one round
 * trip, so the sender can keep doubling its own.
 */
export class ReceiveAutotuning {
  /** The echo last measured: each is used once. */
  lastEcho = 0
  #space = 0
  #copied = 0
  #since: Nanoseconds = 0
  /** Eight times the smoothed round trip. */
  #smoothed = 0
  /** End of a window of data that began to arrive then: without timestamps, it takes at least a round trip. */
  #windowEnd: SequenceNumber = 0
  #windowBegan: Nanoseconds | null = null

  /** Bytes that the program read within the last round trip, or is expected to (Linux's rcvq_space). */
  get space(): number {
    return this.#space
  }

  /** Receiver's own estimate of the round trip; 0 for none. */
  get roundTrip(): Nanoseconds {
    return Math.floor(this.#smoothed / 8)
  }

  begin(space: number, now: Nanoseconds): void {
    this.#space = space
    this.#since = now
  }

  /** Measures a segment that echoed our timestamp (Linux's tcp_rcv_rtt_update). `hasReadAll`: the program had, so nothing waited for it. */
  measure(sample: Nanoseconds, hasReadAll: boolean): void {
    if (this.#smoothed === 0 || 8 * sample < this.#smoothed) this.#smoothed = 8 * sample
    else if (hasReadAll) this.#smoothed += sample - Math.floor(this.#smoothed / 8)
  }

  /** Measures arriving data: a whole window takes at least a round trip, so the minimum counts (Linux's tcp_rcv_rtt_measure). */
  onData({ now, rcv }: Receiver): void {
    if (this.#windowBegan !== null) {
      if (sequenceBefore(rcv.nxt, this.#windowEnd)) return
      const sample = Math.max(now - this.#windowBegan, MICROSECOND)
      if (this.#smoothed === 0 || 8 * sample < this.#smoothed) this.#smoothed = 8 * sample
    }
    this.#windowEnd = sequenceAdd(rcv.nxt, rcv.wnd)
    this.#windowBegan = now
  }

  /** Adapts after the program read `count` bytes. */
  onRead(connection: Receiver, count: number): void {
    this.#copied += count
    const { now } = connection
    if (this.#smoothed === 0 || now - this.#since < this.roundTrip) return
    const copied = this.#copied - connection.rcv.buffer.unread
    if (copied > this.#space) {
      if (connection.services.settings.growsReceiveBuffer && !connection.rcv.spaceLocked) {
        this.#enlarge(connection, copied)
      }
      this.#space = copied
    }
    this.#copied = 0
    this.#since = now
  }

  /** Leaves room for a round trip of delay: the sender may double once more before this larger window reaches it. */
  #enlarge({ rcv, services }: Receiver, copied: number): void {
    const base = 2 * copied
    const growth = Math.floor((base * (copied - this.#space)) / this.#space)
    const { islandsEnd } = rcv.buffer
    const outOfOrder = islandsEnd === null ? 0 : sequenceDistance(islandsEnd, rcv.nxt)
    const bytes = base + 2 * growth + outOfOrder
    const memory = Math.floor((bytes * 256) / rcv.payloadShare)
    const limited = Math.min(memory, services.settings.receiveBufferMaximum)
    if (limited <= rcv.memory) return
    rcv.memory = limited
    rcv.space = Math.floor((limited * rcv.payloadShare) / 256)
  }
}
