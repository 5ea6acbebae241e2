import { concatenate } from '#network'
import { type KernelEvent, Op, PUSH, Ready } from '../../../syscalls/index.ts'
import type { RealmContext } from '../../context.ts'
import { Descriptor } from '../../handles/index.ts'

const STREAM = 1
const LENGTH = 2
const EINPROGRESS = 115

/** A question over TCP and its answer, each after its length (RFC 1035 §4.2.2): used when an answer does not fit a datagram. */
export class StreamExchange {
  readonly #realm: RealmContext
  readonly #descriptor: Descriptor
  readonly #request: Uint8Array
  /** Gets the answer, or null when the connection gives none. */
  readonly #done: (answer: Uint8Array | null) => void
  #received: Uint8Array = new Uint8Array(0)

  constructor(realm: RealmContext, request: Uint8Array, done: (answer: Uint8Array | null) => void) {
    this.#realm = realm
    this.#request = request
    this.#done = done
    this.#descriptor = new Descriptor(realm, (event) => this.#onEvent(event))
  }

  /** Connects and sends. `local`: the source address, '' for any. */
  begin({ family, address, port }: Server, local: string): void {
    const { kernel } = this.#realm
    const opened = this.#descriptor.ensure(family, STREAM)
    const bound = opened < 0 || local === '' ? opened : kernel.call(Op.bind, this.#descriptor.fd, 0, 0, local)
    const connected = bound < 0 ? bound : kernel.call(Op.connect, this.#descriptor.fd, port, 0, address)
    if (connected < 0 && connected !== -EINPROGRESS) this.#end(null)
    else this.#descriptor.watch(Ready.OUT | PUSH)
  }

  close(): void {
    this.#descriptor.close()
  }

  #onEvent({ mask, error, bytes }: KernelEvent): void {
    if (error > 0) this.#end(null)
    else if (bytes !== null) this.#take(bytes)
    else if ((mask & Ready.IN) !== 0) this.#end(null)
    else this.#ask()
  }

  #ask(): void {
    const { length } = this.#request
    const framed = concatenate([Uint8Array.of(length >> 8, length & 0xff), this.#request])
    this.#realm.kernel.call(Op.send, this.#descriptor.fd, 0, 0, '', framed)
    this.#descriptor.watch(Ready.IN | PUSH)
  }

  #take(bytes: Uint8Array): void {
    this.#received = concatenate([this.#received, bytes])
    const [high = 0, low = 0] = this.#received
    const end = LENGTH + ((high << 8) | low)
    if (this.#received.length >= LENGTH && this.#received.length >= end) this.#end(this.#received.subarray(LENGTH, end))
  }

  #end(answer: Uint8Array | null): void {
    this.close()
    this.#done(answer)
  }
}

export interface Server {
  family: 4 | 6
  address: string
  port: number
}
