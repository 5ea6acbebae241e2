/** Fields of HTTP/2 frames without a fixed position, as Wireshark names them, and the list of all. */
import {
  type FieldType,
  fieldType,
  HPACK_STATIC_TABLE,
  HTTP2_SETTING_FIELDS,
  HTTP2_TABLES,
} from '../../../wire/index.ts'

const bytes = (name: string, label: string) => fieldType(`http2.${name}`, label, 'bytes')
const text = (name: string, label: string) => fieldType(`http2.${name}`, label, 'text')
const number = (name: string, label: string) => fieldType(`http2.${name}`, label, 'number')

export const WEIGHT = fieldType('http2.headers.weight_real', 'Weight real', 'number')
export const MAGIC = text('magic', 'Magic')
export const PAD_LENGTH = number('pad_length', 'Pad Length')
export const DATA = bytes('data.data', 'Data')
export const PING = bytes('ping', 'Ping')
export const PONG = bytes('pong', 'Pong')
export const DEBUG_DATA = bytes('goaway.addata', 'Additional Debug Data')
export const UNKNOWN = bytes('unknown', 'Unknown')
export const ALTSVC_LENGTH = number('altsvc.origin.len', 'Origin Length')
export const ALTSVC_ORIGIN = text('altsvc.origin', 'Origin')
export const ALTSVC_VALUE = text('altsvc.field_value', 'Field/Value')
export const ORIGIN_LENGTH = number('origin.origin_len', 'Origin Length')
export const ORIGIN = text('origin.origin', 'Origin')
export const PRIORITY_UPDATE_VALUE = text('priority_update_field_value', 'Priority Update Field Value')
/** Header block fragment and padding of a type. */
export const FRAGMENTS: Readonly<Record<string, FieldType>> = {
  HEADERS: bytes('headers', 'Header Block Fragment'),
  PUSH_PROMISE: bytes('push_promise.header', 'Header Block Fragment'),
  CONTINUATION: bytes('continuation.header', 'Continuation Header'),
}
export const PADDINGS: Readonly<Record<string, FieldType>> = {
  DATA: bytes('data.padding', 'Padding'),
  HEADERS: bytes('headers.padding', 'Padding'),
  PUSH_PROMISE: bytes('push_promise.padding', 'Padding'),
}

export const HEADER = text('header', 'Header')
export const HEADER_COUNT = number('header.count', 'Header Count')
export const HEADER_NAME = text('header.name', 'Name')
export const HEADER_NAME_LENGTH = number('header.name.length', 'Name Length')
export const HEADER_VALUE = text('header.value', 'Value')
export const HEADER_VALUE_LENGTH = number('header.value.length', 'Value Length')
export const HEADER_REPRESENTATION = text('header.repr', 'Representation')
export const HEADER_INDEX = number('header.index', 'Index')
export const TABLE_SIZE = number('header_table_size_update.header_table_size', 'Header table size')
export const FULL_URI = text('request.full_uri', 'Full request URI')

const NUMBERS = new Set([':status', 'age', 'content-length', 'max-forwards'])
/** Headers with their own field: those of the static table, but two that Wireshark lacks. */
export const KNOWN_HEADERS: ReadonlyMap<string, FieldType> = new Map(
  [...new Set(HPACK_STATIC_TABLE.map(([name]) => name))]
    .filter((name) => name !== 'host' && name !== 'transfer-encoding')
    .map((name) => {
      const own = `http2.headers.${name.replace(':', '').replaceAll('-', '_')}`
      return [name, fieldType(own, name, NUMBERS.has(name) ? 'number' : 'text')]
    }),
)

const { frame, streamId, flags, ...payloads } = HTTP2_TABLES
/** All fields, once each. */
export const HTTP2_FIELDS: readonly FieldType[] = [
  ...new Map(
    [
      ...[...frame, ...streamId, ...Object.values(flags).flat(), ...Object.values(payloads).flat(), WEIGHT],
      ...HTTP2_SETTING_FIELDS,
      ...[MAGIC, PAD_LENGTH, DATA, PING, PONG, DEBUG_DATA, UNKNOWN, ALTSVC_LENGTH, ALTSVC_ORIGIN, ALTSVC_VALUE],
      ...[ORIGIN_LENGTH, ORIGIN, PRIORITY_UPDATE_VALUE, ...Object.values(FRAGMENTS), ...Object.values(PADDINGS)],
      ...[HEADER, HEADER_COUNT, HEADER_NAME, HEADER_NAME_LENGTH, HEADER_VALUE, HEADER_VALUE_LENGTH],
      ...[HEADER_REPRESENTATION, HEADER_INDEX, TABLE_SIZE, FULL_URI, ...KNOWN_HEADERS.values()],
    ].map((field): [string, FieldType] => [field.name, field]),
  ).values(),
]
