/** Fields of HTTP/2 frames at fixed offsets, as Wireshark names them. */
import { flagField, type HeaderField, hexField, numberField } from './field.ts'
import { HTTP2_ERROR_NAMES, HTTP2_FRAME_TYPE_NAMES, Http2FrameType, Http2Setting } from './http2-names.ts'

const inWord = { word: 32 } as const
const reserved = (name: string) => hexField(name, 'Reserved', 0, 1, inWord)
const in31 = (name: string, label: string) => numberField(name, label, 1, 31, inWord)

const FRAME_HEADER: readonly HeaderField[] = [
  numberField('http2.length', 'Length', 0, 24),
  numberField('http2.type', 'Type', 24, 8, { meanings: HTTP2_FRAME_TYPE_NAMES }),
  hexField('http2.flags', 'Flags', 32, 8),
]
/** At its fifth byte, because its bits are of a word that starts there. */
const STREAM_ID: readonly HeaderField[] = [reserved('http2.r'), in31('http2.streamid', 'Stream Identifier')]

const PRIORITY_FLAG = flagField('http2.flags.priority', 'Priority', 34)
const PADDED = flagField('http2.flags.padded', 'Padded', 36)
const END_HEADERS = flagField('http2.flags.eh', 'End Headers', 37)
const END_STREAM = flagField('http2.flags.end_stream', 'End Stream', 39)
/** Flags of each type that has any. */
const FLAGS: Readonly<Record<number, readonly HeaderField[]>> = {
  [Http2FrameType.DATA]: [PADDED, END_STREAM],
  [Http2FrameType.HEADERS]: [PRIORITY_FLAG, PADDED, END_HEADERS, END_STREAM],
  [Http2FrameType.SETTINGS]: [flagField('http2.flags.ack.settings', 'ACK', 39)],
  [Http2FrameType.PUSH_PROMISE]: [PADDED, END_HEADERS],
  [Http2FrameType.PING]: [flagField('http2.flags.ack.ping', 'ACK', 39)],
  [Http2FrameType.CONTINUATION]: [END_HEADERS],
}

const error = (type: string, bit: number) =>
  numberField(`http2.${type}.error`, 'Error', bit, 32, { meanings: HTTP2_ERROR_NAMES })

/** Payloads that have only fixed fields, or begin with them. */
const RST_STREAM: readonly HeaderField[] = [error('rst_stream', 0)]
const GOAWAY: readonly HeaderField[] = [
  // Wireshark's spelling.
  reserved('http2.goway.r'),
  in31('http2.goaway.last_stream_id', 'Last-Stream-ID'),
  error('goaway', 32),
]
const WINDOW_UPDATE: readonly HeaderField[] = [
  reserved('http2.window_update.r'),
  in31('http2.window_update.window_size_increment', 'Window Size Increment'),
]
const PUSH_PROMISE: readonly HeaderField[] = [
  reserved('http2.push_promise.r'),
  in31('http2.push_promise.promised_stream_id', 'Promised-Stream-ID'),
]
const PRIORITY: readonly HeaderField[] = [
  flagField('http2.exclusive', 'Exclusive', 0, 1, inWord),
  in31('http2.stream_dependency', 'Stream Dependency'),
  numberField('http2.headers.weight', 'Weight', 32, 8),
]
const PRIORITY_UPDATE: readonly HeaderField[] = [in31('http2.priority_update_stream_id', 'Priority Update Stream ID')]

const SETTING_FIELDS: readonly (readonly [number, string, string, string])[] = [
  [Http2Setting.HEADER_TABLE_SIZE, 'header_table_size', 'Header table size', 'Header table size'],
  [Http2Setting.ENABLE_PUSH, 'enable_push', 'Enable PUSH', 'Enable PUSH'],
  [Http2Setting.MAX_CONCURRENT_STREAMS, 'max_concurrent_streams', 'Max concurrent streams', 'Max concurrent streams'],
  [Http2Setting.INITIAL_WINDOW_SIZE, 'initial_window_size', 'Initial Windows Size', 'Initial Windows size'],
  [Http2Setting.MAX_FRAME_SIZE, 'max_frame_size', 'Max frame size', 'Max frame size'],
  [Http2Setting.MAX_HEADER_LIST_SIZE, 'max_header_list_size', 'Max header list size', 'Max header list size'],
  [Http2Setting.ENABLE_CONNECT_PROTOCOL, 'extended_connect', 'Extended CONNECT', 'Extended CONNECT'],
]
const SETTING_ID = numberField('http2.settings.id', 'Settings Identifier', 0, 16, {
  meanings: Object.fromEntries(SETTING_FIELDS.map(([id, , , meaning]) => [id, meaning])),
})
const SETTING_TABLES: Readonly<Record<number, readonly HeaderField[]>> = Object.fromEntries(
  SETTING_FIELDS.map(([id, name, label]) => [id, [SETTING_ID, numberField(`http2.settings.${name}`, label, 16, 32)]]),
)
const UNKNOWN_SETTING: readonly HeaderField[] = [
  SETTING_ID,
  numberField('http2.settings.unknown', 'Unknown Settings', 16, 32),
]

/** Returns the fields of one setting. */
export function http2SettingFields(identifier: number): readonly HeaderField[] {
  return SETTING_TABLES[identifier] ?? UNKNOWN_SETTING
}

/** Tables that start at the frame's first byte (`frame`, `flags`), at its stream id, or at the fixed part of a payload. */
export const HTTP2_TABLES = {
  frame: FRAME_HEADER,
  streamId: STREAM_ID,
  flags: FLAGS,
  rstStream: RST_STREAM,
  goaway: GOAWAY,
  windowUpdate: WINDOW_UPDATE,
  pushPromise: PUSH_PROMISE,
  priority: PRIORITY,
  priorityUpdate: PRIORITY_UPDATE,
} as const
/** Every field of a setting. */
export const HTTP2_SETTING_FIELDS: readonly HeaderField[] = [
  ...Object.values(SETTING_TABLES).flat(),
  ...UNKNOWN_SETTING,
]
