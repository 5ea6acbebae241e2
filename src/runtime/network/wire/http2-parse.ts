/** Payloads of HTTP/2 frames: what each type must be like, and the error code for those that aren't (RFC 9113 §6). */
import { read16, read32 } from '../bytes.ts'
import { frameSizeError, Http2Error, protocolError } from './http2-error.ts'
import {
  HTTP2_DEFAULT_FRAME_SIZE,
  HTTP2_LARGEST_31,
  HTTP2_LARGEST_FRAME_SIZE,
  type Http2Frame,
  type Http2FrameHeader,
  type Http2Priority,
  type Http2SettingEntry,
} from './http2-frame.ts'
import { Http2ErrorCode, Http2Flag, Http2FrameType, Http2Setting, http2FrameTypeName } from './http2-names.ts'
import { latin1Text } from './latin1.ts'

type Parser = (header: Http2FrameHeader, payload: Uint8Array) => Http2Frame | Http2Error

/** Where a frame type belongs; a frame elsewhere is a connection error. ALTSVC may be on both. */
const ON_STREAM: readonly number[] = [
  ...[Http2FrameType.DATA, Http2FrameType.HEADERS, Http2FrameType.PRIORITY, Http2FrameType.RST_STREAM],
  ...[Http2FrameType.PUSH_PROMISE, Http2FrameType.CONTINUATION],
]
const ON_CONNECTION: readonly number[] = [
  ...[Http2FrameType.SETTINGS, Http2FrameType.PING, Http2FrameType.GOAWAY, Http2FrameType.PRIORITY_UPDATE],
]

const PARSERS: Readonly<Record<number, Parser>> = {
  [Http2FrameType.DATA]: parseData,
  [Http2FrameType.HEADERS]: parseHeaders,
  [Http2FrameType.PRIORITY]: ({ streamId, length }, payload) =>
    length === 5
      ? { type: 'PRIORITY', streamId, priority: readPriority(payload, 0) }
      : wrongLength('PRIORITY', 5, length, streamId),
  [Http2FrameType.RST_STREAM]: ({ streamId, length }, payload) =>
    length === 4 ? { type: 'RST_STREAM', streamId, code: read32(payload, 0) } : wrongLength('RST_STREAM', 4, length),
  [Http2FrameType.SETTINGS]: parseSettings,
  [Http2FrameType.PUSH_PROMISE]: parsePushPromise,
  [Http2FrameType.PING]: ({ flags, length }, opaque) =>
    length === 8 ? { type: 'PING', ack: (flags & Http2Flag.ACK) !== 0, opaque } : wrongLength('PING', 8, length),
  [Http2FrameType.GOAWAY]: parseGoaway,
  [Http2FrameType.WINDOW_UPDATE]: parseWindowUpdate,
  [Http2FrameType.CONTINUATION]: ({ streamId, flags }, fragment) => ({
    type: 'CONTINUATION',
    streamId,
    fragment,
    endHeaders: (flags & Http2Flag.END_HEADERS) !== 0,
  }),
  [Http2FrameType.ALTSVC]: parseAltsvc,
  [Http2FrameType.ORIGIN]: parseOrigin,
  [Http2FrameType.PRIORITY_UPDATE]: parsePriorityUpdate,
}

/** Reads a frame whose payload is complete; data are views of it. */
export function parseHttp2Frame(header: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  const { type: number, flags, streamId } = header
  if (streamId === 0 && ON_STREAM.includes(number))
    return protocolError(`${http2FrameTypeName(number)} frame on stream 0`)
  if (streamId !== 0 && ON_CONNECTION.includes(number))
    return protocolError(`${http2FrameTypeName(number)} frame on stream ${streamId}, not on stream 0`)
  const parser = PARSERS[number]
  return parser === undefined ? { type: 'unknown', number, flags, streamId, payload } : parser(header, payload)
}

function parseData(header: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  const inner = unpad(header, payload)
  if (inner instanceof Http2Error) return inner
  const endStream = (header.flags & Http2Flag.END_STREAM) !== 0
  return { type: 'DATA', streamId: header.streamId, endStream, data: inner.content, padding: inner.padding }
}

function parseHeaders(header: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  const { streamId, flags } = header
  const inner = unpad(header, payload)
  if (inner instanceof Http2Error) return inner
  const { content, padding } = inner
  const hasPriority = (flags & Http2Flag.PRIORITY) !== 0
  if (hasPriority && content.length < 5) return tooShort('HEADERS', 5, content.length)
  return {
    type: 'HEADERS',
    streamId,
    endStream: (flags & Http2Flag.END_STREAM) !== 0,
    priority: hasPriority ? readPriority(content, 0) : null,
    fragment: content.subarray(hasPriority ? 5 : 0),
    endHeaders: (flags & Http2Flag.END_HEADERS) !== 0,
    padding,
  }
}

function parsePushPromise(header: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  const { streamId, flags } = header
  const inner = unpad(header, payload)
  if (inner instanceof Http2Error) return inner
  const { content, padding } = inner
  if (content.length < 4) return tooShort('PUSH_PROMISE', 4, content.length)
  const promisedId = read32(content, 0) & HTTP2_LARGEST_31
  // Only servers push, and their streams have even numbers (§5.1.1, §6.6).
  if (promisedId === 0 || promisedId % 2 === 1) return protocolError(`PUSH_PROMISE promises stream ${promisedId}`)
  const endHeaders = (flags & Http2Flag.END_HEADERS) !== 0
  return { type: 'PUSH_PROMISE', streamId, promisedId, fragment: content.subarray(4), endHeaders, padding }
}

/** Takes off padding (§6.1). Its length counts toward the payload, so it may be 0. */
function unpad(
  { type, flags }: Http2FrameHeader,
  payload: Uint8Array,
): { content: Uint8Array; padding: number | null } | Http2Error {
  if ((flags & Http2Flag.PADDED) === 0) return { content: payload, padding: null }
  if (payload.length === 0) return tooShort(http2FrameTypeName(type), 1, 0)
  const padding = payload[0]!
  if (padding < payload.length) return { content: payload.subarray(1, payload.length - padding), padding }
  return protocolError(`${padding} bytes of padding in a ${http2FrameTypeName(type)} frame of ${payload.length} bytes`)
}

function readPriority(bytes: Uint8Array, at: number): Http2Priority {
  const word = read32(bytes, at)
  return { exclusive: word >= 0x8000_0000, dependsOn: word & HTTP2_LARGEST_31, weight: bytes[at + 4]! + 1 }
}

function parseSettings({ flags, length }: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  const ack = (flags & Http2Flag.ACK) !== 0
  if (ack && length > 0) return frameSizeError(`SETTINGS with ACK has ${length} bytes, not 0`)
  if (length % 6 !== 0) return frameSizeError(`SETTINGS has ${length} bytes, not a multiple of 6`)
  const settings: Http2SettingEntry[] = []
  for (let at = 0; at < length; at += 6) {
    const [identifier, value] = [read16(payload, at), read32(payload, at + 2)]
    const error = settingError(identifier, value)
    if (error !== null) return error
    settings.push([identifier, value])
  }
  return { type: 'SETTINGS', ack, settings }
}

/** Returns what is wrong with a setting's value; null if nothing is (§6.5.2). Unknown settings are valid. */
function settingError(identifier: number, value: number): Http2Error | null {
  switch (identifier) {
    case Http2Setting.ENABLE_PUSH:
    case Http2Setting.ENABLE_CONNECT_PROTOCOL:
    case Http2Setting.NO_RFC7540_PRIORITIES:
      return value > 1 ? protocolError(`setting ${identifier} is ${value}, not 0 or 1`) : null
    case Http2Setting.INITIAL_WINDOW_SIZE:
      if (value <= HTTP2_LARGEST_31) return null
      return new Http2Error(Http2ErrorCode.FLOW_CONTROL_ERROR, `INITIAL_WINDOW_SIZE ${value} is above 2^31 - 1`)
    case Http2Setting.MAX_FRAME_SIZE:
      if (value >= HTTP2_DEFAULT_FRAME_SIZE && value <= HTTP2_LARGEST_FRAME_SIZE) return null
      return protocolError(`MAX_FRAME_SIZE ${value} is not between 16384 and 16777215`)
    default:
      return null
  }
}

function parseGoaway({ length }: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  if (length < 8) return tooShort('GOAWAY', 8, length)
  const lastStreamId = read32(payload, 0) & HTTP2_LARGEST_31
  return { type: 'GOAWAY', lastStreamId, code: read32(payload, 4), debug: payload.subarray(8) }
}

function parseWindowUpdate({ streamId, length }: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  if (length !== 4) return wrongLength('WINDOW_UPDATE', 4, length)
  const increment = read32(payload, 0) & HTTP2_LARGEST_31
  // On a stream it is an error of the stream (§6.9).
  if (increment === 0) return protocolError('WINDOW_UPDATE by 0', streamId)
  return { type: 'WINDOW_UPDATE', streamId, increment }
}

function parseAltsvc({ streamId, length }: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  if (length < 2) return tooShort('ALTSVC', 2, length)
  const end = 2 + read16(payload, 0)
  if (end > length) return tooShort('ALTSVC', end, length)
  const [origin, value] = [latin1Text(payload.subarray(2, end)), latin1Text(payload.subarray(end))]
  return { type: 'ALTSVC', streamId, origin, value }
}

/** On a stream it is ignored (RFC 8336 §2.1). */
function parseOrigin(
  { streamId, type, flags, length }: Http2FrameHeader,
  payload: Uint8Array,
): Http2Frame | Http2Error {
  if (streamId !== 0) return { type: 'unknown', number: type, flags, streamId, payload }
  const origins: string[] = []
  for (let at = 0; at < length; ) {
    const start = at + 2
    const end = start <= length ? start + read16(payload, at) : start
    if (end > length) return tooShort('ORIGIN', end, length)
    origins.push(latin1Text(payload.subarray(start, end)))
    at = end
  }
  return { type: 'ORIGIN', origins }
}

function parsePriorityUpdate({ length }: Http2FrameHeader, payload: Uint8Array): Http2Frame | Http2Error {
  if (length < 4) return tooShort('PRIORITY_UPDATE', 4, length)
  const prioritizedId = read32(payload, 0) & HTTP2_LARGEST_31
  if (prioritizedId === 0) return protocolError('PRIORITY_UPDATE for stream 0')
  return { type: 'PRIORITY_UPDATE', prioritizedId, value: latin1Text(payload.subarray(4)) }
}

/** Only PRIORITY's is an error of its stream: the others change the state of the connection (§4.2, §6.3). */
function wrongLength(name: string, needed: number, length: number, streamId = 0): Http2Error {
  return frameSizeError(`${name} has ${length} bytes, not ${needed}`, streamId)
}

function tooShort(name: string, needed: number, length: number): Http2Error {
  return frameSizeError(`${name} has ${length} bytes, fewer than ${needed}`)
}
