import { MICROSECOND, type Nanoseconds } from '../../clock.ts'
import type { ReceiveBuffer } from './receive-buffer.ts'
import { type SequenceNumber, sequenceAdd, sequenceBefore, sequenceDistance } from './sequence.ts'
import type { TcpSettings } from './settings.ts'

/** The connection whose receive buffer is to grow. */
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
 * Dynamic right-sizing, as Linux's tcp_rcv_space_adjust: what the program reads within one round trip, doubled, is the window
 * that lets the sender go on doubling its own.
 */
export class ReceiveAutotuning {
  /** The echo that measured last: each measures once. */
  lastEcho = 0
  #space = 0
  #copied = 0
  #since: Nanoseconds = 0
  /** Eight times the round trip, smoothed. */
  #smoothed = 0
  /** A window of data that began to arrive then ends here: without timestamps it takes at least a round trip. */
  #windowEnd: SequenceNumber = 0
  #windowBegan: Nanoseconds | null = null

  /** What the program read within the last round trip, or is expected to (Linux's rcvq_space). */
  get space(): number {
    return this.#space
  }

  /** The receiver's own estimate of the round trip; 0 for none. */
  get roundTrip(): Nanoseconds {
    return Math.floor(this.#smoothed / 8)
  }

  begin(space: number, now: Nanoseconds): void {
    this.#space = space
    this.#since = now
  }

  /** The peer's segment echoed our timestamp (Linux's tcp_rcv_rtt_update). `hasReadAll`: the program did, so that nothing waited for it. */
  measure(sample: Nanoseconds, hasReadAll: boolean): void {
    if (this.#smoothed === 0 || 8 * sample < this.#smoothed) this.#smoothed = 8 * sample
    else if (hasReadAll) this.#smoothed += sample - Math.floor(this.#smoothed / 8)
  }

  /** Data arrived: a whole window of it takes a round trip or longer, so the least counts (Linux's tcp_rcv_rtt_measure). */
  onData({ now, rcv }: Receiver): void {
    if (this.#windowBegan !== null) {
      if (sequenceBefore(rcv.nxt, this.#windowEnd)) return
      const sample = Math.max(now - this.#windowBegan, MICROSECOND)
      if (this.#smoothed === 0 || 8 * sample < this.#smoothed) this.#smoothed = 8 * sample
    }
    this.#windowEnd = sequenceAdd(rcv.nxt, rcv.wnd)
    this.#windowBegan = now
  }

  /** The program read `count` bytes. */
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

  /** A round trip late: the sender may double once more before the window that this opens reaches it. */
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
