/** What dissection gives: layers of named fields, each with its place in the bytes. */
import { type FieldShape, type FieldValue, type HeaderField, readField } from '../wire/index.ts'

export interface DissectedField {
  /** Wireshark's name. */
  readonly name: string
  readonly label: string
  /** Flags are 0 or 1, addresses canonical text. */
  readonly value: FieldValue
  /** For reading: `0x0800 (IPv4)`, `Set`. */
  readonly text: string
  /** First byte in the frame. A field that was worked out (a checksum's status) has length 0. */
  readonly offset: number
  readonly length: number
  /** Where the field is only a part of its bytes: bits counted from the first of them. */
  readonly bits?: { readonly first: number; readonly count: number }
}

export interface DissectedLayer {
  /** Wireshark's name: `eth`, `arp`, `ip`, `ipv6` (its extension headers `ipv6.fraghdr` …), `icmp`, `icmpv6`, `udp`, `tcp`, `dns`, `data`, `_ws.malformed`. */
  readonly protocol: string
  readonly label: string
  readonly offset: number
  /** Of the header; a layer without one covers its data. */
  readonly length: number
  /** Behind the last byte that belongs to the layer, payload included. */
  readonly end: number
  readonly fields: readonly DissectedField[]
  /** Part of the packet that an ICMP error quotes. */
  readonly isQuoted: boolean
}

export interface Dissection {
  readonly bytes: Uint8Array
  readonly layers: readonly DissectedLayer[]
  /** The highest protocol that is not only quoted, as Wireshark writes it: `TCP`, `ICMPv6`. */
  readonly protocol: string
  /** One line: `PSH ACK seq 1 ack 1 len 3  "hel"`. */
  readonly summary: string
}

/** The fields of a packet with this name, in order; an ICMP error has those of the packet that it quotes too. */
export function fieldsNamed(packet: Dissection, name: string): DissectedField[] {
  return packet.layers.flatMap((layer) => layer.fields.filter((field) => field.name === name))
}

/** The first value with this name, or undefined. */
export function fieldValue(packet: Dissection, name: string): FieldValue | undefined {
  for (const layer of packet.layers) {
    for (const field of layer.fields) if (field.name === name) return field.value
  }
  return undefined
}

/** A layer being built. */
export class LayerBuilder {
  readonly #bytes: Uint8Array
  readonly start: number
  readonly fields: DissectedField[] = []

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.start = start
  }

  /** Adds the fields of a header's table that lie before `end`. */
  table(fields: readonly HeaderField[], end: number): void {
    for (const field of fields) {
      if (this.start + (field.bit + field.bits) / 8 <= end) this.#tableField(field, this.start)
    }
  }

  /** Adds all fields of the table of a part, as options and records are, that begins at `start`. */
  tableAt(fields: readonly HeaderField[], start: number): void {
    for (const field of fields) this.#tableField(field, start)
  }

  #tableField(field: HeaderField, start: number): void {
    const value = readField(this.#bytes, start, field)
    const word = field.word ?? 8
    const first = Math.floor(field.bit / word) * (word / 8)
    const length = Math.ceil((field.bit + field.bits) / word) * (word / 8) - first
    const place = { offset: start + first, length }
    const described = { name: field.name, label: field.label, value, text: fieldText(field, value), ...place }
    const isWhole = field.bits === 8 * length
    const bits = { first: field.bit - 8 * first, count: field.bits }
    this.fields.push(isWhole ? described : { ...described, bits })
  }

  /** Adds a field at a place of its own, as options and payloads are. */
  field(name: string, label: string, value: FieldValue, offset: number, length: number, text = plainText(value)): void {
    this.fields.push({ name, label, value, text, offset, length })
  }

  /** Adds a field that is not in the bytes but follows from them. */
  derived(name: string, label: string, value: FieldValue, text = plainText(value)): void {
    this.fields.push({ name, label, value, text, offset: this.start, length: 0 })
  }

  finish(protocol: string, label: string, length: number, end: number, isQuoted: boolean): DissectedLayer {
    return { protocol, label, offset: this.start, length, end, fields: this.fields, isQuoted }
  }
}

function fieldText(field: HeaderField, value: FieldValue): string {
  const plain = shapedText(field.shape, field.bits, value)
  const meaning = typeof value === 'number' ? field.meanings?.[value] : undefined
  return meaning === undefined ? plain : `${plain} (${meaning})`
}

function shapedText(shape: FieldShape, bits: number, value: FieldValue): string {
  if (shape === 'flag') return value === 1 ? 'Set' : 'Not set'
  if (shape === 'hex' && typeof value === 'number') return `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`
  return plainText(value)
}

function plainText(value: FieldValue): string {
  return value instanceof Uint8Array ? hexText(value) : String(value)
}

/** Bytes that a field's text shows; a payload has more. */
const SHOWN = 32

/** `68:65:6c`, and `…` for what is more than a line. */
function hexText(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join(':')
  return bytes.length > SHOWN ? `${shown}…` : shown
}
