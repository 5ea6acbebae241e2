import {
  type FieldType,
  HTTP2_HEADER_LENGTH,
  HTTP2_PREFACE,
  HTTP2_TABLES,
  Http2Error,
  type Http2Frame,
  type Http2FrameHeader,
  http2FrameTypeName,
  http2SettingFields,
} from '../../../wire/index.ts'
import type { Http2HeaderBlock, Http2Reading } from '../../streams/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { DissectionWork, Place, Protocol } from '../protocol.ts'
import * as fields from './http2-fields.ts'
import { addHeaders, headerValue } from './http2-headers.ts'

/** A frame, read by the analysis of streams: headers depend on those before them. */
export const HTTP2: Protocol = {
  name: 'http2',
  label: 'HyperText Transfer Protocol 2',
  title: 'HTTP2',
  fields: fields.HTTP2_FIELDS,
  dissect(work, place) {
    const { start, end, http2 } = place
    if (http2 === undefined) return work.data(place)
    work.layer(HTTP2, place, end - start, (builder) => addFrame(builder, http2, start, end))
    const error = http2.frame instanceof Http2Error ? http2.frame : http2.block?.error
    if (error) work.malformed(error, place)
    for (const { bytes } of http2.grpc) dissectGrpc(work, place, bytes)
    const messages = work.messages.flatMap((message) => message.http2 ?? [])
    work.sumUp(place, () => messages.map(summary).join(', '))
  },
}

function dissectGrpc(work: DissectionWork, { isQuoted }: Place, bytes: Uint8Array): void {
  const grpc = work.protocols.named('grpc')
  const start = offsetOf(bytes, work.current)
  if (start !== null) grpc?.dissect(work, { start, end: start + bytes.length, isQuoted })
  else
    work.within(bytes, 'reassembled HTTP/2 body', () => grpc?.dissect(work, { start: 0, end: bytes.length, isQuoted }))
}

/** Returns the offset of a view within other bytes; null if it is of other memory. */
function offsetOf(view: Uint8Array, whole: Uint8Array): number | null {
  const at = view.byteOffset - whole.byteOffset
  return view.buffer === whole.buffer && at >= 0 && at + view.length <= whole.length ? at : null
}

function addFrame(builder: FieldBuilder, { header, frame, block }: Http2Reading, start: number, end: number): void {
  if (header === null) {
    builder.field(fields.MAGIC, String.fromCharCode(...HTTP2_PREFACE), start, end - start)
    return
  }
  builder.table(HTTP2_TABLES.frame, end)
  builder.table(HTTP2_TABLES.flags[header.type] ?? [], end)
  builder.tableAt(HTTP2_TABLES.streamId, start + 5)
  if (frame !== null && !(frame instanceof Http2Error)) {
    addPadding(builder, frame, start)
    addPayload(builder, frame, start + HTTP2_HEADER_LENGTH)
  }
  if (block !== null) addHeaders(builder, block, offsetOf(block.bytes, builder.bytes))
}

/** Adds the length of the padding, which Wireshark also shows where there is none, and the padding at the end. */
function addPadding(builder: FieldBuilder, frame: Http2Frame, start: number): void {
  if (!('endHeaders' in frame || frame.type === 'DATA')) return
  const padding = frame.type === 'CONTINUATION' ? null : frame.padding
  builder.field(fields.PAD_LENGTH, padding ?? 0, start + HTTP2_HEADER_LENGTH, padding === null ? 0 : 1)
  if (padding === null || frame.type === 'CONTINUATION') return
  if (padding === 0) return
  const content = frame.type === 'DATA' ? frame.data : frame.fragment
  const at = offsetOf(content, builder.bytes)! + content.length
  builder.field(fields.PADDINGS[frame.type]!, builder.bytes.subarray(at, at + padding), at, padding)
}

type Payloads = {
  readonly [Type in Http2Frame['type']]: (
    builder: FieldBuilder,
    frame: Http2Frame & { type: Type },
    /** First byte behind the frame's header and the length of its padding. */
    at: number,
  ) => void
}

/** How the payload of each type becomes fields. */
const PAYLOADS: Payloads = {
  DATA: (builder, { data }) => addBytes(builder, fields.DATA, data),
  HEADERS(builder, { priority, fragment }, at) {
    if (priority !== null) addPriority(builder, at, priority.weight)
    addBytes(builder, fields.FRAGMENTS.HEADERS!, fragment)
  },
  PUSH_PROMISE(builder, { fragment }, at) {
    builder.tableAt(HTTP2_TABLES.pushPromise, at)
    addBytes(builder, fields.FRAGMENTS.PUSH_PROMISE!, fragment)
  },
  CONTINUATION: (builder, { fragment }) => addBytes(builder, fields.FRAGMENTS.CONTINUATION!, fragment),
  PRIORITY: (builder, { priority }, at) => addPriority(builder, at, priority.weight),
  RST_STREAM: (builder, _, at) => builder.tableAt(HTTP2_TABLES.rstStream, at),
  SETTINGS(builder, { settings }, at) {
    for (const [index, [identifier]] of settings.entries())
      builder.tableAt(http2SettingFields(identifier), at + 6 * index)
  },
  PING: (builder, { ack, opaque }) => addBytes(builder, ack ? fields.PONG : fields.PING, opaque),
  GOAWAY(builder, { debug }, at) {
    builder.tableAt(HTTP2_TABLES.goaway, at)
    addBytes(builder, fields.DEBUG_DATA, debug)
  },
  WINDOW_UPDATE: (builder, _, at) => builder.tableAt(HTTP2_TABLES.windowUpdate, at),
  ALTSVC: (builder, frame, at) => addAltsvc(builder, frame, at),
  ORIGIN: (builder, { origins }, at) => addOrigins(builder, origins, at),
  PRIORITY_UPDATE(builder, { value }, at) {
    builder.tableAt(HTTP2_TABLES.priorityUpdate, at)
    builder.field(fields.PRIORITY_UPDATE_VALUE, value, at + 4, value.length)
  },
  unknown: (builder, { payload }) => addBytes(builder, fields.UNKNOWN, payload),
}

function addPayload(builder: FieldBuilder, frame: Http2Frame, at: number): void {
  const padding = 'padding' in frame && frame.padding !== null ? 1 : 0
  // The entry of a frame's own type takes that frame.
  const add = PAYLOADS[frame.type] as (builder: FieldBuilder, frame: Http2Frame, at: number) => void
  add(builder, frame, at + padding)
}

function addBytes(builder: FieldBuilder, type: FieldType, bytes: Uint8Array): void {
  if (bytes.length > 0) builder.field(type, bytes, offsetOf(bytes, builder.bytes)!, bytes.length)
}

function addPriority(builder: FieldBuilder, at: number, weight: number): void {
  builder.tableAt(HTTP2_TABLES.priority, at)
  builder.field(fields.WEIGHT, weight, at + 4, 1)
}

function addAltsvc(builder: FieldBuilder, { origin, value }: { origin: string; value: string }, at: number): void {
  builder.field(fields.ALTSVC_LENGTH, origin.length, at, 2)
  if (origin !== '') builder.field(fields.ALTSVC_ORIGIN, origin, at + 2, origin.length)
  if (value !== '') builder.field(fields.ALTSVC_VALUE, value, at + 2 + origin.length, value.length)
}

function addOrigins(builder: FieldBuilder, origins: readonly string[], start: number): void {
  let at = start
  for (const origin of origins) {
    builder.field(fields.ORIGIN_LENGTH, origin.length, at, 2)
    builder.field(fields.ORIGIN, origin, at + 2, origin.length)
    at += 2 + origin.length
  }
}

/** `HEADERS[1]: GET /`. */
function summary({ header, block, grpc }: Http2Reading): string {
  if (header === null) return 'Magic'
  const title = frameTitle(header)
  const line = block === null ? null : startLine(block)
  const more = grpc.length > 0 ? ' (GRPC)' : ''
  return `${title}${line === null ? '' : `: ${line}`}${more}`
}

function frameTitle({ type, streamId }: Http2FrameHeader): string {
  return `${http2FrameTypeName(type)}[${streamId}]`
}

function startLine(block: Http2HeaderBlock): string | null {
  const status = headerValue(block, ':status')
  if (status !== null) return status
  const [method, path] = [headerValue(block, ':method'), headerValue(block, ':path')]
  return method === null || path === null ? null : `${method} ${path}`
}
