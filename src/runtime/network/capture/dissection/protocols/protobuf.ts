import {
  type FieldType,
  fieldType,
  PROTOBUF_WIRE_TYPES,
  type ProtobufField,
  parseProtobuf,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const NUMBER = fieldType('protobuf.field.number', 'Field Number', 'number')
const WIRE_TYPE = fieldType('protobuf.field.wiretype', 'Wire Type', 'number', PROTOBUF_WIRE_TYPES)
const LENGTH = fieldType('protobuf.field.value.length', 'Value Length', 'number')
const VALUE = fieldType('protobuf.field.value', 'Value', 'bytes')
const UINT32 = fieldType('protobuf.field.value.uint32', 'Uint32', 'number')
const UINT64 = fieldType('protobuf.field.value.uint64', 'Uint64', 'number')

/** A message by the numbers of its fields: names and signs are in its description, which a capture doesn't have. */
export const PROTOBUF: Protocol = {
  name: 'protobuf',
  label: 'Protocol Buffers',
  // Wireshark's column keeps the protocol that carries the message.
  title: 'GRPC',
  fields: [NUMBER, WIRE_TYPE, LENGTH, VALUE, UINT32, UINT64],
  dissect(work, place) {
    const { start, end } = place
    const { fields, error } = parseProtobuf(work.current.subarray(start, end))
    work.layer(PROTOBUF, place, end - start, (builder) => {
      for (const field of fields) addField(builder, field)
    })
    if (error !== null) work.malformed(error, place)
  },
}

function addField(builder: FieldBuilder, field: ProtobufField): void {
  const { number, wireType, start, tagEnd, valueStart, end, value } = field
  const add = (type: FieldType, shown: number | Uint8Array, from: number, to: number, text?: string) =>
    builder.field(type, shown, builder.start + from, to - from, text)
  add(NUMBER, number, start, tagEnd)
  add(WIRE_TYPE, wireType, start, start + 1)
  if (value === null) add(LENGTH, end - valueStart, tagEnd, valueStart)
  if (end > valueStart)
    add(VALUE, builder.bytes.subarray(builder.start + valueStart, builder.start + end), valueStart, end)
  if (value !== null) add(value < 2n ** 32n ? UINT32 : UINT64, Number(value), valueStart, end, String(value))
}
