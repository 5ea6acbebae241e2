import { Errno } from '../errno.ts'
import type { Received } from './socket.ts'
import { ReceiveFlag } from './socket-constants.ts'

/** net.core.rmem_default. */
export const DEFAULT_BUFFER = 212_992

/**
 * Datagrams waiting for the program. Each is charged as on Linux, with headers and bookkeeping, so that many small ones fill
 * the queue as they do there.
 */
export class DatagramQueue {
  readonly #datagrams: Received[] = []
  #charged = 0
  limit = DEFAULT_BUFFER
  /** Datagrams dropped because the queue was full. */
  dropped = 0

  get length(): number {
    return this.#datagrams.length
  }

  get first(): Received | undefined {
    return this.#datagrams[0]
  }

  /** Charged bytes: Recv-Q of ss. */
  get charged(): number {
    return this.#charged
  }

  /** Appends a datagram; returns false when there is no room. */
  push(datagram: Received): boolean {
    const charge = chargeOf(datagram)
    if (this.#charged + charge > this.limit) {
      this.dropped++
      return false
    }
    this.#charged += charge
    this.#datagrams.push(datagram)
    return true
  }

  shift(): Received | undefined {
    const datagram = this.#datagrams.shift()
    if (datagram !== undefined) this.#charged -= chargeOf(datagram)
    return datagram
  }

  /** Returns the next datagram, cut to `max` bytes, and removes it unless PEEK is set. -EAGAIN when there is none. */
  take(max: number, flags = 0): Received | number {
    const datagram = (flags & ReceiveFlag.PEEK) === 0 ? this.shift() : this.first
    if (datagram === undefined) return -Errno.EAGAIN
    return datagram.bytes.length <= max ? datagram : { ...datagram, bytes: datagram.bytes.slice(0, max) }
  }

  clear(): void {
    this.#datagrams.length = 0
    this.#charged = 0
  }
}

/** Returns Linux's truesize: the buffer in powers of two, with 320 bytes at its end, plus 256 for the descriptor. */
function chargeOf(datagram: Received): number {
  const headers = 42
  let buffer = 512
  while (buffer < datagram.bytes.length + headers + 320) buffer *= 2
  return buffer + 256
}
