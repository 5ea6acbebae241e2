/** Messages of Protocol Buffers without their description: fields by number and wire type (protobuf.dev, "Encoding"). */
import { ParseError } from './parse-error.ts'

export const PROTOBUF_WIRE_TYPES: Readonly<Record<number, string>> = {
  0: 'varint',
  1: '64-bit',
  2: 'Length-delimited',
  5: '32-bit',
}

export interface ProtobufField {
  readonly number: number
  readonly wireType: number
  /** Offset of its tag, and the offset behind it. */
  readonly start: number
  readonly tagEnd: number
  /** Offset of its value. */
  readonly valueStart: number
  readonly end: number
  /** Unsigned value of a number; null for bytes. */
  readonly value: bigint | null
}

/** Longest varint: 64 bits, 7 a byte. */
const LONGEST_VARINT = 10

/** Returns the fields of a message in order; with the error that ends the list, if its bytes are none. */
export function parseProtobuf(bytes: Uint8Array): { fields: ProtobufField[]; error: ParseError | null } {
  const fields: ProtobufField[] = []
  for (let at = 0; at < bytes.length; at = fields.at(-1)!.end) {
    const field = fieldAt(bytes, at)
    if (field instanceof ParseError) return { fields, error: field }
    fields.push(field)
  }
  return { fields, error: null }
}

function fieldAt(bytes: Uint8Array, start: number): ProtobufField | ParseError {
  const tag = varintAt(bytes, start)
  if (tag === null) return invalid(`no tag at byte ${start}`)
  const [number, wireType] = [Number(tag.value >> 3n), Number(tag.value & 7n)]
  // Numbers have 29 bits.
  if (number === 0 || number >= 2 ** 29) return invalid(`field number ${number} at byte ${start}`)
  const place = { number, wireType, start, tagEnd: tag.end }
  if (wireType === 0 || wireType === 2) {
    const varint = varintAt(bytes, tag.end)
    if (varint === null) return invalid(`no varint at byte ${tag.end}`)
    if (wireType === 0) return { ...place, valueStart: tag.end, end: varint.end, value: varint.value }
    const end = varint.end + Number(varint.value)
    if (end > bytes.length) return invalid(`field ${number} reaches ${end - bytes.length} bytes beyond the message`)
    return { ...place, valueStart: varint.end, end, value: null }
  }
  const length = wireType === 1 ? 8 : wireType === 5 ? 4 : 0
  if (length === 0) return invalid(`wire type ${wireType} at byte ${start}`)
  const end = tag.end + length
  if (end > bytes.length) return invalid(`field ${number} reaches ${end - bytes.length} bytes beyond the message`)
  return { ...place, valueStart: tag.end, end, value: littleEndian(bytes.subarray(tag.end, end)) }
}

function varintAt(bytes: Uint8Array, start: number): { value: bigint; end: number } | null {
  let value = 0n
  for (let index = 0; index < LONGEST_VARINT; index++) {
    const byte = bytes[start + index]
    if (byte === undefined) return null
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + index + 1 }
  }
  return null
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function invalid(reason: string): ParseError {
  return new ParseError('protobuf', reason)
}
