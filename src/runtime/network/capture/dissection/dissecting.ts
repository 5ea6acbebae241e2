/** Dissection of one frame in progress: the layers found so far, and the steps that all protocols share. */
import { type FieldType, fieldType, type ParseError } from '../../wire/index.ts'
import type { DatagramPosition, TcpPosition } from '../analysis/index.ts'
import type { IpDatagram } from '../reassembly/index.ts'
import type { StreamMessage } from '../streams/index.ts'
import type { ByteSource, FrameInfo } from './dissection.ts'
import { type BuildFields, type FieldBuilder, Layer } from './layer.ts'
import type { DissectionWork, Place, Protocol } from './protocol.ts'
import type { ProtocolTable } from './protocol-table.ts'

const DATA_BYTES = fieldType('data.data', 'Data', 'bytes')
const DATA_LENGTH = fieldType('data.len', 'Length', 'number')
const MALFORMED_REASON = fieldType('_ws.malformed', 'Malformed', 'text')

/** Bytes of no known protocol. */
export const DATA: Protocol = {
  name: 'data',
  label: 'Data',
  title: 'DATA',
  fields: [DATA_BYTES, DATA_LENGTH],
  dissect: (work, place) => work.data(place),
}

/** Bytes that are malformed. */
export const MALFORMED: Protocol = {
  name: '_ws.malformed',
  label: 'Malformed Packet',
  title: 'malformed',
  fields: [MALFORMED_REASON],
  dissect() {},
}

/** Context of a frame from its capture, other than its position in a TCP connection. */
export interface DissectionContext {
  /** Position of a UDP datagram or an echo. */
  readonly datagramPosition?: DatagramPosition | null
  readonly frame?: FrameInfo | null
  readonly messages?: readonly StreamMessage[]
  /** Datagram that the frame is a fragment of. */
  readonly datagram?: IpDatagram | null
  /** Protocols by port, from the network's description. */
  readonly ports?: Readonly<Record<number, string>>
}

export class Dissecting implements DissectionWork {
  readonly bytes: Uint8Array
  /** Position of the frame's packet in its TCP connection, if known. */
  readonly position: TcpPosition | null
  /** The same for UDP and for echoes of ICMP. */
  readonly datagramPosition: DatagramPosition | null
  readonly frame: FrameInfo | null
  /** Messages of its stream that the frame completes. */
  readonly messages: readonly StreamMessage[]
  /** The datagram that the frame is a fragment of, if its capture is known. */
  readonly datagram: IpDatagram | null
  readonly protocols: ProtocolTable
  readonly #ports: Readonly<Record<number, string>>
  readonly #layers: Layer[] = []
  /** Finds the layers; null once it has run. */
  #find: ((work: Dissecting) => void) | null
  #summary: (() => string) | string = ''
  /** Bytes that the next layers are read from. */
  #source: { bytes: Uint8Array; name: ByteSource }

  /** `find` looks for the layers on demand. */
  constructor(
    bytes: Uint8Array,
    protocols: ProtocolTable,
    position: TcpPosition | null,
    context: DissectionContext,
    find: (work: Dissecting) => void,
  ) {
    const { datagramPosition = null, frame = null, messages = [], datagram = null, ports = {} } = context
    this.#ports = ports
    this.frame = frame
    this.messages = messages
    this.datagram = datagram
    this.bytes = bytes
    this.protocols = protocols
    this.position = position
    this.datagramPosition = datagramPosition
    this.#source = { bytes, name: 'frame' }
    this.#find = find
  }

  get layers(): readonly Layer[] {
    this.#look()
    return this.#layers
  }

  #look(): void {
    const find = this.#find
    this.#find = null
    find?.(this)
  }

  get protocol(): string {
    return this.layers.findLast((layer) => !layer.isQuoted && layer.type !== DATA)?.type.title ?? ''
  }

  get summary(): string {
    this.#look()
    if (typeof this.#summary === 'function') this.#summary = this.#summary()
    return this.#summary
  }

  /** Finds the protocol of a datagram: the network's for a port, else by port and payload. */
  protocolOf(source: number, destination: number, payload: Uint8Array): Protocol | undefined {
    const named = this.protocols.named(this.#ports[destination] ?? this.#ports[source] ?? '')
    if (named && (named.accepts?.(payload) ?? true)) return named
    return this.protocols.ofPorts('udpPort', source, destination, payload)
  }

  /** Bytes that places currently refer to. */
  get current(): Uint8Array {
    return this.#source.bytes
  }

  /** Sets the one-line summary; the last protocol wins. Quoted packets do not set it. */
  sumUp(place: Place, summary: () => string): void {
    if (!place.isQuoted) this.#summary = summary
  }

  /** Adds a layer with a header of `length` bytes whose fields `build` reads on demand. */
  layer(type: Protocol, { start, end, isQuoted, carrier }: Place, length: number, build: BuildFields): void {
    const { bytes, name } = this.#source
    this.#layers.push(new Layer(type, { bytes, source: name, offset: start, length, end, isQuoted, carrier }, build))
  }

  /** Dissects other bytes, put together from several packets, as part of this frame. */
  within(bytes: Uint8Array, name: ByteSource, dissect: () => void): void {
    const former = this.#source
    this.#source = { bytes, name }
    dissect()
    this.#source = former
  }

  data(place: Place): void {
    const { start, end } = place
    if (start >= end) return
    this.layer(DATA, place, end - start, (builder) => {
      builder.field(DATA_BYTES, builder.bytes.subarray(start, end), start, end - start)
      builder.derived(DATA_LENGTH, end - start)
    })
  }

  malformed(error: ParseError, place: Place): void {
    this.layer(MALFORMED, place, place.end - place.start, (builder) => {
      builder.derived(MALFORMED_REASON, error.toString())
    })
    this.sumUp(place, () => `malformed ${error}`)
  }
}

/** Returns the field of a checksum's status, with Wireshark's numbers. */
export function checksumStatusField(protocol: string): FieldType {
  return fieldType(`${protocol}.checksum.status`, 'Checksum Status', 'number')
}

/** Adds a checksum's status: 0 bad, 1 good, 2 not verified, 3 none sent. The sum is computed only for this field. */
export function checksumStatus(builder: FieldBuilder, field: FieldType, find: () => 0 | 1 | 2 | 3): void {
  if (!builder.wants(field)) return
  const status = find()
  builder.derived(field, status, ['Bad', 'Good', 'Unverified', 'Not present'][status]!)
}
