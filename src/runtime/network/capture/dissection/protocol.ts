/** Description of a protocol: its name, its fields, where its packets are found, and how to read them. */

import type { FieldType, FieldValue, HeaderField, ParseError } from '../../wire/index.ts'
import type { TcpPosition } from '../analysis/index.ts'
import type { IpDatagram } from '../reassembly/index.ts'
import type { Http2Reading, HttpExchange, StreamMessage, WebSocketReading } from '../streams/index.ts'
import type { ByteSource, Carrier, DissectedLayer, Dissection, FrameInfo } from './dissection.ts'
import type { BuildFields } from './layer.ts'

/** Range of a protocol's bytes in the dissected data. */
export interface Place {
  readonly start: number
  /** Behind the last byte. */
  readonly end: number
  /** Part of the packet that an ICMP error quotes. */
  readonly isQuoted: boolean
  /** Inside an IP packet. */
  readonly carrier?: Carrier
  /** The request or answer in a message of a stream. */
  readonly exchange?: HttpExchange | null
  /** A frame of HTTP/2, read with what came before it in its stream. */
  readonly http2?: Http2Reading | undefined
  /** A frame of WebSocket, unmasked. */
  readonly websocket?: WebSocketReading | undefined
}

/** Numbers of a protocol in the protocols below it. */
export interface Registration {
  readonly etherType?: readonly number[]
  readonly ipProtocol?: readonly number[]
  readonly udpPort?: readonly number[]
  /** For messages in a TCP stream; `reader` defines how to cut the stream into them. */
  readonly tcpPort?: readonly number[]
}

export interface Protocol {
  /** Wireshark's name, and the display filter's: `tcp`. */
  readonly name: string
  readonly label: string
  /** For a list's column: `TCP`. */
  readonly title: string
  /** Fields at fixed offsets from the first byte of each of its layers: a filter reads them without any dissection. */
  readonly header?: readonly HeaderField[]
  /** All other fields that its layers may have. */
  readonly fields?: readonly FieldType[]
  /** Those of `fields` that a filter can get directly, without reading all others; null if a layer has none. */
  readonly quick?: ReadonlyMap<string, (layer: DissectedLayer, packet: Dissection) => FieldValue | null>
  readonly foundAt?: Registration
  /** Returns whether a payload on one of its ports can be of this protocol; without this function, each is. */
  accepts?(payload: Uint8Array): boolean
  /** Returns whether a payload that no port claims is of this protocol. */
  recognizes?(payload: Uint8Array): boolean
  dissect(work: DissectionWork, place: Place): void
}

/** Protocols by their names and by the numbers that lower protocols use for them. */
interface Protocols {
  named(name: string): Protocol | undefined
  at(where: keyof Registration, number: number): Protocol | undefined
  /** Finds the protocol of a datagram. */
  ofPorts(where: 'udpPort' | 'tcpPort', source: number, destination: number, payload: Uint8Array): Protocol | undefined
}

/** Dissection of one frame in progress, as protocols see it. */
export interface DissectionWork extends Dissection {
  readonly protocols: Protocols
  /** Position of the frame's packet in its TCP connection, if known. */
  readonly position: TcpPosition | null
  readonly frame: FrameInfo | null
  /** Messages of its stream that the frame completes. */
  readonly messages: readonly StreamMessage[]
  /** Datagram that the frame is a fragment of, if its capture is known. */
  readonly datagram: IpDatagram | null
  /** Finds the protocol of a datagram: the network's for a port, else by port and payload. */
  protocolOf(source: number, destination: number, payload: Uint8Array): Protocol | undefined
  /** Bytes that places currently refer to. */
  readonly current: Uint8Array
  /** Sets the one-line summary; the last protocol wins. Quoted packets do not set it. */
  sumUp(place: Place, summary: () => string): void
  /** Adds a layer with a header of `length` bytes whose fields `build` reads on demand. */
  layer(type: Protocol, place: Place, length: number, build: BuildFields): void
  /** Dissects other bytes, put together from several packets, as part of this frame. */
  within(bytes: Uint8Array, name: ByteSource, dissect: () => void): void
  data(place: Place): void
  malformed(error: ParseError, place: Place): void
}
