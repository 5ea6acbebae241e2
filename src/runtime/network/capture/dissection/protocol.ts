/** Description of a protocol: its name, its fields, where its packets are found, and how to read them. */
import type { FieldType, FieldValue, HeaderField } from '../../wire/index.ts'
import type { HttpExchange } from '../streams/index.ts'
import type { Dissecting } from './dissecting.ts'
import type { Carrier, DissectedLayer, Dissection } from './dissection.ts'

/** Range of a protocol's bytes in the dissected data. */
export interface Place {
  readonly start: number
  /** Behind the last byte. */
  readonly end: number
  /** Part of the packet that an ICMP error quotes. */
  readonly isQuoted: boolean
  /** Inside an IP packet. */
  readonly carrier?: Carrier
  /** What a message of a stream asks or answers. */
  readonly exchange?: HttpExchange | null
}

/** Under which numbers of the protocols below it a protocol is found. */
export interface Registration {
  readonly etherType?: readonly number[]
  readonly ipProtocol?: readonly number[]
  readonly udpPort?: readonly number[]
  /** Of messages in a TCP stream; `reader` says how to cut the stream into them. */
  readonly tcpPort?: readonly number[]
}

export interface Protocol {
  /** Wireshark's name, and the display filter's: `tcp`. */
  readonly name: string
  readonly label: string
  /** For a list's column: `TCP`. */
  readonly title: string
  /** The fields that lie at fixed places from the first byte of each of its layers: a filter reads them without any dissection. */
  readonly header?: readonly HeaderField[]
  /** All other fields that its layers may have. */
  readonly fields?: readonly FieldType[]
  /** Of `fields`, those that a filter can have at once, without reading all others: null where a layer has none. */
  readonly quick?: ReadonlyMap<string, (layer: DissectedLayer, packet: Dissection) => FieldValue | null>
  readonly foundAt?: Registration
  /** Whether a payload on one of its ports can be of this protocol; without this, each is. */
  accepts?(payload: Uint8Array): boolean
  /** Whether a payload that no port claims is of this protocol. */
  recognizes?(payload: Uint8Array): boolean
  dissect(work: Dissecting, place: Place): void
}
