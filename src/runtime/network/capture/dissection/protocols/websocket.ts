import {
  fieldType,
  ParseError,
  WEBSOCKET_FIELDS,
  WEBSOCKET_OPCODE_NAMES,
  WebSocketOpcode,
} from '../../../wire/index.ts'
import { utf8Text } from '../../files/index.ts'
import type { WebSocketReading } from '../../streams/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const LENGTH_16 = fieldType('websocket.payload_length_ext_16', 'Extended Payload length (16 bits)', 'number')
const LENGTH_64 = fieldType('websocket.payload_length_ext_64', 'Extended Payload length (64 bits)', 'number')
const KEY = fieldType('websocket.masking_key', 'Masking-Key', 'bytes')
const TEXT = fieldType('websocket.payload.text', 'Text', 'text')
const PING = fieldType('websocket.payload.ping', 'Ping', 'bytes')
const PONG = fieldType('websocket.payload.pong', 'Pong', 'bytes')
const STATUS = fieldType('websocket.payload.close.status_code', 'Status code', 'number', {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol error',
  1003: 'Unsupported Data',
  1007: 'Invalid frame payload data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Ext.',
  1011: 'Internal Server',
})
const REASON = fieldType('websocket.payload.close.reason', 'Reason', 'text')

/** A frame, read by the analysis of streams: fragments of a message are joined where the last one is. */
export const WEBSOCKET: Protocol = {
  name: 'websocket',
  label: 'WebSocket',
  title: 'WebSocket',
  fields: [...WEBSOCKET_FIELDS, LENGTH_16, LENGTH_64, KEY, TEXT, PING, PONG, STATUS, REASON],
  dissect(work, place) {
    const { start, end, websocket } = place
    if (websocket === undefined) return work.data(place)
    const { header } = websocket
    if (header instanceof ParseError) return work.malformed(header, place)
    work.layer(WEBSOCKET, place, end - start, (builder) => addFrame(builder, websocket, start, end))
    const frames = work.messages.flatMap((message) => message.websocket ?? [])
    work.sumUp(place, () => frames.map(summary).join(', '))
  },
}

function addFrame(builder: FieldBuilder, { header, message }: WebSocketReading, start: number, end: number): void {
  if (header instanceof ParseError) return
  builder.table(WEBSOCKET_FIELDS, end)
  const { lengthBytes, keyStart } = header
  const length = header.end - header.start
  if (lengthBytes > 0) builder.field(lengthBytes === 2 ? LENGTH_16 : LENGTH_64, length, start + 2, lengthBytes)
  if (keyStart !== null)
    builder.field(KEY, builder.bytes.subarray(start + keyStart, start + keyStart + 4), start + keyStart, 4)
  if (message !== null) addPayload(builder, message, start + header.start, length)
}

/** Adds a message where its last frame's payload is, masked or not. */
function addPayload(
  builder: FieldBuilder,
  { opcode, bytes }: { opcode: number; bytes: Uint8Array },
  at: number,
  length: number,
): void {
  if (bytes.length === 0) return
  if (opcode === WebSocketOpcode.TEXT) builder.field(TEXT, utf8Text(bytes), at, length)
  else if (opcode === WebSocketOpcode.PING) builder.field(PING, bytes, at, length)
  else if (opcode === WebSocketOpcode.PONG) builder.field(PONG, bytes, at, length)
  else if (opcode === WebSocketOpcode.CLOSE && bytes.length >= 2) {
    builder.field(STATUS, bytes[0]! * 256 + bytes[1]!, at, 2)
    if (bytes.length > 2) builder.field(REASON, utf8Text(bytes.subarray(2)), at + 2, length - 2)
  }
}

/** `WebSocket Text [FIN] [MASKED]`, as Wireshark's column. */
function summary({ header }: WebSocketReading): string {
  if (header instanceof ParseError) return `malformed ${header}`
  const { opcode, fin, keyStart } = header
  const name = WEBSOCKET_OPCODE_NAMES[opcode] ?? `opcode ${opcode}`
  return `WebSocket ${name}${fin ? ' [FIN]' : ''}${keyStart === null ? '' : ' [MASKED]'}`
}
