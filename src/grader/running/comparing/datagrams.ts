import { fieldValue } from '#network'
import type { Direction, Heard } from './heard.ts'
import { type ByteRange, type RandomField, randomRanges } from './random-fields.ts'

export interface Datagram {
  direction: Direction
  bytes: Uint8Array
  /** The same bytes, with each random value replaced by its number among the values of this conversation. */
  comparable: Uint8Array
  /** Positions of the random values, and their numbers, from 1. */
  random: (ByteRange & { nth: number })[]
  /** Type and code of an ICMP message: `3/1`. */
  icmp?: string
  packet: number
  /** Sender and source port. */
  sender: { host: string; port: number | null }
}

/** Datagrams between two ends, or the ICMP messages between two hosts, in the order of sending. */
export class DatagramConversation {
  readonly kind = 'datagrams'
  readonly name: string
  readonly datagrams: Datagram[] = []
  readonly #opener: string
  readonly #randomFields: readonly RandomField[]
  readonly #values: string[] = []

  constructor(name: string, opener: string, randomFields: readonly RandomField[]) {
    this.name = name
    this.#opener = opener
    this.#randomFields = randomFields
  }

  /** Amount sent in one direction. */
  amount(direction: Direction): number {
    return this.datagrams.filter((one) => one.direction === direction).length
  }

  /** Datagrams that a host sent from one of its ports. */
  sentBy(host: string, port: number): Datagram[] {
    return this.datagrams.filter(({ sender }) => sender.host === host && sender.port === port)
  }

  add({ number, packet, source }: Heard): void {
    const direction: Direction = source === this.#opener ? 'to' : 'from'
    const port = fieldValue(packet, 'udp.srcport')
    const sender = { host: source, port: port === undefined ? null : Number(port) }
    const type = fieldValue(packet, 'icmp.type')
    if (type !== undefined) {
      const icmp = `${type}/${fieldValue(packet, 'icmp.code')}`
      const none = new Uint8Array()
      this.datagrams.push({ direction, bytes: none, comparable: none, random: [], icmp, packet: number, sender })
      return
    }
    const payload = fieldValue(packet, 'udp.payload')
    const bytes = payload instanceof Uint8Array ? payload : new Uint8Array()
    const random = randomRanges(packet, this.#randomFields).map((range) => ({ ...range, nth: this.#nth(bytes, range) }))
    const comparable = Uint8Array.from(bytes)
    for (const { from, to, nth } of random) comparable.fill(0, from, to).set([nth & 0xff], to - 1)
    this.datagrams.push({ direction, bytes, comparable, random, packet: number, sender })
  }

  /** Number of a value in the conversation: equal values have the same number. */
  #nth(bytes: Uint8Array, { from, to }: ByteRange): number {
    const value = bytes.subarray(from, to).join(' ')
    if (!this.#values.includes(value)) this.#values.push(value)
    return this.#values.indexOf(value) + 1
  }
}
