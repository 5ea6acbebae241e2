/**
 * Field tables. A table names every bit of a header as Wireshark does: dissection, the display filter and lessons read
 * headers through it. The parsers read the same bits by hand, because they run for every packet; property tests compare
 * the two.
 */
import { formatIpAddress, macAddressAt } from '../address/index.ts'

export type FieldShape = 'number' | 'hex' | 'flag' | 'ip' | 'mac' | 'bytes' | 'text' | 'seconds'
export type FieldValue = number | string | Uint8Array

/**
 * Properties of every field, including those without a fixed position: a name in a message, or context of a capture.
 */
export interface FieldType {
  /** Wireshark's name: `ip.ttl`. */
  readonly name: string
  /** Wireshark's label: `Time to Live`. */
  readonly label: string
  readonly shape: FieldShape
  /** Names of values: 1 is `Request`. */
  readonly meanings?: Readonly<Record<number, string>>
}

export interface HeaderField extends FieldType {
  /** First bit, counted from the header's first as in the RFCs' diagrams. */
  readonly bit: number
  readonly bits: number
  /** Size of one unit of the field: a TCP header length of 5 is 20 bytes. */
  readonly scale?: number
  /** Decodes the value, if it is compressed. */
  readonly decode?: (code: number) => number
  /** Wireshark shows the field as bits of an aligned word of this size, not of its own bytes. */
  readonly word?: 16 | 24 | 32
}

/** A field with a position in its message, not in its header. */
export function fieldType(
  name: string,
  label: string,
  shape: FieldShape,
  meanings?: Readonly<Record<number, string>>,
): FieldType {
  return meanings === undefined ? { name, label, shape } : { name, label, shape, meanings }
}

type Extra = Pick<HeaderField, 'scale' | 'meanings' | 'word' | 'decode'>

export function numberField(name: string, label: string, bit: number, bits: number, extra: Extra = {}): HeaderField {
  return { name, label, bit, bits, shape: 'number', ...extra }
}
export function hexField(name: string, label: string, bit: number, bits: number, extra: Extra = {}): HeaderField {
  return { name, label, bit, bits, shape: 'hex', ...extra }
}
/** Makes a field that is 1 when any of its bits is set. */
export function flagField(
  name: string,
  label: string,
  bit: number,
  bits = 1,
  extra: Pick<HeaderField, 'word'> = {},
): HeaderField {
  return { name, label, bit, bits, shape: 'flag', ...extra }
}
export function ipField(name: string, label: string, bit: number, bits = 32): HeaderField {
  return { name, label, bit, bits, shape: 'ip' }
}
export function macField(name: string, label: string, bit: number): HeaderField {
  return { name, label, bit, bits: 48, shape: 'mac' }
}

export function bytesField(name: string, label: string, bit: number, bits: number): HeaderField {
  return { name, label, bit, bits, shape: 'bytes' }
}

/** Reads a field of the header that starts at `start`; the bytes must be there. Numbers are scaled, addresses are text. */
export function readField(bytes: Uint8Array, start: number, field: HeaderField): FieldValue {
  const first = start + (field.bit >> 3)
  if (field.shape === 'ip') return formatIpAddress(bytes.subarray(first, first + field.bits / 8))
  if (field.shape === 'mac') return macAddressAt(bytes, first)
  if (field.shape === 'bytes') return bytes.subarray(first, first + field.bits / 8)
  const code = readNumber(bytes, start * 8 + field.bit, field.bits)
  const value = field.decode === undefined ? code : field.decode(code)
  return field.shape === 'flag' ? Math.min(value, 1) : value * (field.scale ?? 1)
}

/** Reads an unsigned number of up to 32 bits at any bit offset. */
export function readNumber(bytes: Uint8Array, bit: number, bits: number): number {
  let value = 0
  const end = bit + bits
  for (let at = bit >> 3; at * 8 < end; at++) value = value * 256 + bytes[at]!
  const below = (8 - (end & 7)) & 7
  return Math.floor(value / 2 ** below) % 2 ** bits
}

/** Writes an unsigned number of up to 32 bits at any bit offset; other bits are unchanged. */
export function writeNumber(bytes: Uint8Array, bit: number, bits: number, value: number): void {
  for (let i = 0; i < bits; i++) {
    const at = bit + bits - 1 - i
    const mask = 0x80 >> (at & 7)
    const isSet = Math.floor(value / 2 ** i) % 2 === 1
    bytes[at >> 3] = isSet ? bytes[at >> 3]! | mask : bytes[at >> 3]! & ~mask
  }
}
