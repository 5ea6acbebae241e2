import { fieldValue } from '#network'
import type { Direction, Heard } from './heard.ts'

export interface Datagram {
  direction: Direction
  bytes: Uint8Array
  /** Of ICMP: `3/1`. */
  icmp?: string
  packet: number
}

/** Datagrams between two ends, or the ICMP messages between two hosts, in the order of sending. */
export class DatagramConversation {
  readonly kind = 'datagrams'
  readonly name: string
  readonly datagrams: Datagram[] = []
  readonly #opener: string

  constructor(name: string, opener: string) {
    this.name = name
    this.#opener = opener
  }

  /** How much was said in one direction. */
  amount(direction: Direction): number {
    return this.datagrams.filter((one) => one.direction === direction).length
  }

  add({ number, packet, source }: Heard): void {
    const direction: Direction = source === this.#opener ? 'to' : 'from'
    const type = fieldValue(packet, 'icmp.type')
    if (type !== undefined) {
      const icmp = `${type}/${fieldValue(packet, 'icmp.code')}`
      this.datagrams.push({ direction, bytes: new Uint8Array(), icmp, packet: number })
      return
    }
    const payload = fieldValue(packet, 'udp.payload')
    const bytes = payload instanceof Uint8Array ? payload : new Uint8Array()
    this.datagrams.push({ direction, bytes, packet: number })
  }
}
