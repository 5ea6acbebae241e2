/** The script's numbers of descriptors and what they stand for. */
import { CallError } from './values.ts'

export interface Descriptor {
  /** The system's own number. */
  readonly fd: number
  readonly kind: 'stream' | 'datagram' | 'epoll'
  nonBlocking: boolean
  /** The program asked for the number of bytes left (TCP_INQ). */
  tellsQueue: boolean
  /** Bytes written so far: says what the next ones are. */
  written: number
  /** Of an epoll descriptor: what it watches, by the script's numbers. */
  readonly watched: Map<number, Watch>
}

/** Events that epoll watches on a descriptor, and those it last reported (EPOLLET). */
export interface Watch {
  readonly events: number
  told: { readonly bits: number; readonly received: number } | null
  /** EPOLLONESHOT, and it has reported. */
  isSpent: boolean
}

export class Descriptors {
  readonly #open = new Map<number, Descriptor>()
  /** The stream used last: what `%{ }%` speaks of. */
  current: Descriptor | null = null

  /** Throws CallError for a number that is not open. */
  get(number: number): Descriptor {
    const descriptor = this.#open.get(number)
    if (descriptor === undefined) throw new CallError(`descriptor ${number} is not open`)
    if (descriptor.kind === 'stream') this.current = descriptor
    return descriptor
  }

  add(number: number, fd: number, kind: Descriptor['kind'], nonBlocking: boolean): void {
    const descriptor = { fd, kind, nonBlocking, tellsQueue: false, written: 0, watched: new Map<number, Watch>() }
    this.#open.set(number, descriptor)
    if (kind === 'stream') this.current = descriptor
  }

  /** The lowest number that is free, as the system would choose. */
  next(): number {
    let number = 3
    while (this.#open.has(number)) number++
    return number
  }

  remove(number: number): void {
    this.#open.delete(number)
  }
}
