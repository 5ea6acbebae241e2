/** Error of a datagram or raw socket and, if enabled, reports of each (ip(7), IP_RECVERR). */
import type { Family } from '../address/index.ts'
import { Errno } from '../errno.ts'
import { DatagramQueue } from './datagram-queue.ts'
import type { DeliveryError } from './ip/index.ts'
import type { Endpoint, ErrorReport, Received } from './socket.ts'
import { addressForProgram, endpointForProgram } from './socket-address.ts'

export class SocketErrors {
  /** RECEIVE_ERRORS is on. */
  reports = false
  readonly #family: Family
  readonly #data: DatagramQueue
  readonly #queue = new DatagramQueue()
  #pending = 0

  /** `data`: the socket's datagrams, which share the buffer with the reports. */
  constructor(family: Family, data: DatagramQueue) {
    this.#family = family
    this.#data = data
  }

  /** Returns whether poll has nothing to report. */
  get isEmpty(): boolean {
    return this.#pending === 0 && this.#queue.length === 0
  }

  /** Stores an error for the next call to return. */
  raise(errno: number): void {
    this.#pending = errno
  }

  /** Returns and clears the error; 0 for none. */
  take(): number {
    const error = this.#pending
    this.#pending = 0
    return error
  }

  /** Stores an ICMP error about a datagram to `to`. `quoted`: the part of the datagram that it quotes. */
  report({ errno, report }: DeliveryError, to: Endpoint, quoted: Uint8Array): void {
    const offender = addressForProgram(report.offender, this.#family)
    this.#add({ errno, ...report, offender }, to, quoted.slice())
  }

  /** Stores that this host refused to send a datagram longer than `mtu`. */
  reportTooLong(to: Endpoint, mtu: number): void {
    const report = { errno: Errno.EMSGSIZE, origin: 'local', type: 0, code: 0, info: mtu, offender: null } as const
    if (this.reports) this.#add(report, to, new Uint8Array(0))
  }

  #add(error: ErrorReport, to: Endpoint, bytes: Uint8Array): void {
    this.#queue.limit = this.#data.limit - this.#data.charged
    this.#queue.push({ bytes, from: endpointForProgram(to, this.#family), ancillary: { error } })
  }

  /** Returns the oldest report, or -EAGAIN; the error becomes that of the next report (Linux's sock_dequeue_err_skb). */
  next(max: number): Received | number {
    const taken = this.#queue.shift()
    if (taken === undefined) return -Errno.EAGAIN
    const next = this.#queue.first?.ancillary?.error
    if (next !== undefined && next.origin !== 'local') this.#pending = next.errno
    else if (taken.ancillary?.error?.origin !== 'local') this.#pending = 0
    return { ...taken, bytes: taken.bytes.subarray(0, max) }
  }

  clear(): void {
    this.#queue.clear()
  }
}

/** Returns whether an error concerns a socket of this family: an IPv6 socket gets reports only about IPv6 (IPV6_RECVERR). */
export function isOfFamily({ report }: DeliveryError, family: Family): boolean {
  return (report.origin === 'icmp') === (family === 4)
}
