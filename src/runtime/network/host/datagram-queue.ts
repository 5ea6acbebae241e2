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
  readonly #datagrams: Waiting[] = []
  readonly #mayOverrun: boolean
  #charged = 0
  limit = DEFAULT_BUFFER
  /** Datagrams dropped because the queue was full. */
  dropped = 0

  /** `mayOverrun`: the last datagram needs no more than one free byte, as in Linux's sock_queue_rcv_skb and packet_rcv; it has to fit in UDP's queue. */
  constructor(mayOverrun = false) {
    this.#mayOverrun = mayOverrun
  }

  get length(): number {
    return this.#datagrams.length
  }

  get first(): Received | undefined {
    return this.#datagrams[0]?.received
  }

  /** Charged bytes: Recv-Q of ss. */
  get charged(): number {
    return this.#charged
  }

  /** Appends a datagram of a frame with `frameLength` bytes; returns false when there is no room. */
  push(received: Received, frameLength = received.bytes.length + HEADERS_LENGTH): boolean {
    const charge = chargeOf(frameLength)
    const isFull = this.#mayOverrun ? this.#charged >= this.limit : this.#charged + charge > this.limit
    if (isFull) {
      this.dropped++
      return false
    }
    this.#charged += charge
    this.#datagrams.push({ received, charge })
    return true
  }

  shift(): Received | undefined {
    const first = this.#datagrams.shift()
    this.#charged -= first?.charge ?? 0
    return first?.received
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

interface Waiting {
  received: Received
  charge: number
}

/** Of Ethernet, IPv4 and UDP. */
const HEADERS_LENGTH = 42

/** Returns Linux's truesize of a frame: the buffer in powers of two, with 320 bytes at its end, plus 256 for the descriptor. */
function chargeOf(frameLength: number): number {
  let buffer = 512
  while (buffer < frameLength + 320) buffer *= 2
  return buffer + 256
}
