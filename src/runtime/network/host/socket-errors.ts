/** The error of a datagram or raw socket and, where it asks for them, reports of each (ip(7), IP_RECVERR). */
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

  /** `data`: the socket's datagrams, which the reports share their room with. */
  constructor(family: Family, data: DatagramQueue) {
    this.#family = family
    this.#data = data
  }

  /** Returns whether poll has nothing to report. */
  get isEmpty(): boolean {
    return this.#pending === 0 && this.#queue.length === 0
  }

  /** An error that the next call will return. */
  raise(errno: number): void {
    this.#pending = errno
  }

  /** The error, 0 for none; it is gone then. */
  take(): number {
    const error = this.#pending
    this.#pending = 0
    return error
  }

  /** An ICMP error about a datagram to `to`; `quoted`: what it says that was in it. */
  report({ errno, report }: DeliveryError, to: Endpoint, quoted: Uint8Array): void {
    const offender = addressForProgram(report.offender, this.#family)
    this.#add({ errno, ...report, offender }, to, quoted.slice())
  }

  /** This host itself would not send a datagram: longer than `mtu`. */
  reportTooLong(to: Endpoint, mtu: number): void {
    const report = { errno: Errno.EMSGSIZE, origin: 'local', type: 0, code: 0, info: mtu, offender: null } as const
    if (this.reports) this.#add(report, to, new Uint8Array(0))
  }

  #add(error: ErrorReport, to: Endpoint, bytes: Uint8Array): void {
    this.#queue.limit = this.#data.limit - this.#data.charged
    this.#queue.push({ bytes, from: endpointForProgram(to, this.#family), ancillary: { error } })
  }

  /** The oldest report; the error is now that of the next one (Linux's sock_dequeue_err_skb). -EAGAIN when there is none. */
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

/** Whether an error concerns a socket of this family: one of IPv6 asks for reports about IPv6 alone (IPV6_RECVERR). */
export function isOfFamily({ report }: DeliveryError, family: Family): boolean {
  return (report.origin === 'icmp') === (family === 4)
}
