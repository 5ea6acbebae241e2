/** Result of dissection: layers of named fields, each with its position in the bytes. */
import type { FieldValue, Ipv4Packet } from '../../wire/index.ts'
import type { DatagramPosition, TcpPosition } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'

export interface DissectedField {
  /** Wireshark's name. */
  readonly name: string
  readonly label: string
  /** Flags are 0 or 1, addresses canonical text. */
  readonly value: FieldValue
  /** Text for people: `0x0800 (IPv4)`, `Set`. */
  readonly text: string
  /** First byte in the layer's `bytes`. A computed field (a checksum's status) has length 0. */
  readonly offset: number
  readonly length: number
  /** For a field that is only a part of its bytes: bits counted from the first of them. */
  readonly bits?: { readonly first: number; readonly count: number }
}

/** Source of a layer's bytes: the frame itself, or data reassembled from several packets. */
export type ByteSource = 'frame' | 'reassembled IP' | 'reassembled TCP' | 'reassembled HTTP/2 body' | 'de-chunked body'

export interface DissectedLayer {
  /** Wireshark's name: `eth`, `arp`, `ip`, `ipv6` (its extension headers `ipv6.fraghdr` …), `icmp`, `tcp`, `http`, `data`, `_ws.malformed`. */
  readonly protocol: string
  readonly label: string
  /** Source that the positions of the layer and its fields refer to. */
  readonly bytes: Uint8Array
  readonly source: ByteSource
  readonly offset: number
  /** Length of the header; a layer without one covers its data. */
  readonly length: number
  /** End of the layer, payload included. */
  readonly end: number
  /** Read from the bytes on first use. */
  readonly fields: readonly DissectedField[]
  /** Passes the values of the fields of that name to a test until one passes, without reading the others; returns whether one did. */
  hasValue(name: string, test: (value: FieldValue) => boolean): boolean
  /** Part of the packet that an ICMP error quotes. */
  readonly isQuoted: boolean
  /** The IP packet around a transport protocol's layer. */
  readonly carrier?: Carrier | undefined
}

/** Facts that a transport protocol provides about its packet. */
export interface Carrier extends Pick<Ipv4Packet, 'source' | 'destination' | 'ttl'> {
  /** The whole payload is present: no fragment, and not truncated in a quotation. Only then can a checksum be verified. */
  readonly isComplete: boolean
}

/** Capture context of any frame. Times in ns. */
export interface FrameInfo {
  readonly number: number
  readonly sinceFirst: number
  readonly sincePrevious: number
  /** Time and place of its sending, and its fate. */
  readonly record: PacketRecord
}

export interface Dissection {
  readonly bytes: Uint8Array
  /** Null for bytes of no capture. */
  readonly frame: FrameInfo | null
  /** Position of its packet in its TCP connection, if known. */
  readonly position: TcpPosition | null
  /** The same for a UDP datagram or an echo. */
  readonly datagramPosition: DatagramPosition | null
  readonly layers: readonly DissectedLayer[]
  /** Highest protocol that is not only quoted, in Wireshark's spelling: `TCP`, `ICMPv6`. */
  readonly protocol: string
  /** One line: `PSH ACK seq 1 ack 1 len 3  "hel"`. */
  readonly summary: string
}

/** Returns the fields of a packet with this name, in order; for an ICMP error, also those of the packet that it quotes. */
export function fieldsNamed(packet: Dissection, name: string): DissectedField[] {
  return packet.layers.flatMap((layer) => layer.fields.filter((field) => field.name === name))
}

/** Returns the first value with this name, or undefined. */
export function fieldValue(packet: Dissection, name: string): FieldValue | undefined {
  for (const layer of packet.layers) {
    for (const field of layer.fields) if (field.name === name) return field.value
  }
  return undefined
}
