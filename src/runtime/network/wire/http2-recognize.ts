import {
  HTTP2_DEFAULT_FRAME_SIZE,
  HTTP2_HEADER_LENGTH,
  HTTP2_PREFACE,
  type Http2FrameHeader,
  readHttp2Header,
} from './http2-frame.ts'
import { Http2Flag, Http2FrameType } from './http2-names.ts'
import { parseHttp2Frame } from './http2-parse.ts'
import { ParseError } from './parse-error.ts'

/** What bytes of HTTP/2 are: a client's or a server's first ones, or those of a connection that began before. */
export type Http2Beginning = 'preface' | 'settings' | 'middle'

const { ACK, END_STREAM, END_HEADERS, PADDED, PRIORITY } = Http2Flag
/** Flags that each type has. */
const FLAGS: Readonly<Record<number, number>> = {
  [Http2FrameType.DATA]: END_STREAM | PADDED,
  [Http2FrameType.HEADERS]: END_STREAM | END_HEADERS | PADDED | PRIORITY,
  [Http2FrameType.PRIORITY]: 0,
  [Http2FrameType.RST_STREAM]: 0,
  [Http2FrameType.SETTINGS]: ACK,
  [Http2FrameType.PUSH_PROMISE]: END_HEADERS | PADDED,
  [Http2FrameType.PING]: ACK,
  [Http2FrameType.GOAWAY]: 0,
  [Http2FrameType.WINDOW_UPDATE]: 0,
  [Http2FrameType.CONTINUATION]: END_HEADERS,
  [Http2FrameType.ALTSVC]: 0,
  [Http2FrameType.ORIGIN]: 0,
}
/** First bytes that no HTTP/1 request has: its method is reserved (RFC 9113 §3.4). */
const SHORTEST_PREFACE = 3

/**
 * Returns how a stream of HTTP/2 begins with these bytes, or null if it is something else. Without a preface there must be
 * only whole frames that RFC 9113 defines, without a flaw and not empty; the last may be cut off. If the other direction is
 * HTTP/2 (`isPeer`), a likely first frame is enough.
 */
export function http2Beginning(bytes: Uint8Array, isPeer = false): Http2Beginning | null {
  const length = Math.min(bytes.length, HTTP2_PREFACE.length)
  if (length >= SHORTEST_PREFACE && bytes.subarray(0, length).every((byte, at) => byte === HTTP2_PREFACE[at]))
    return 'preface'
  for (let at = 0; at < bytes.length; ) {
    const end = likelyEnd(bytes, at, isPeer)
    if (end === null || (at === 0 && end > bytes.length && !isPeer)) return null
    if (isPeer) return beginningOf(bytes)
    at = end
  }
  return bytes.length === 0 ? null : beginningOf(bytes)
}

/** Returns the end of the frame at `at`, which may be behind the bytes; null if it is unlikely to be one. */
function likelyEnd(bytes: Uint8Array, at: number, mayBeEmpty: boolean): number | null {
  // Numbers of other protocols look like an empty frame; the bytes behind it don't.
  if (at + HTTP2_HEADER_LENGTH > bytes.length) return null
  const header = readHttp2Header(bytes, at)
  const start = at + HTTP2_HEADER_LENGTH
  const end = start + header.length
  if (!isLikely(header, mayBeEmpty) || bytes[start - 4]! >= 0x80) return null
  if (end <= bytes.length && parseHttp2Frame(header, bytes.subarray(start, end)) instanceof ParseError) return null
  return end
}

function beginningOf(bytes: Uint8Array): Http2Beginning {
  const { type, flags } = readHttp2Header(bytes, 0)
  return type === Http2FrameType.SETTINGS && flags === 0 ? 'settings' : 'middle'
}

function isLikely({ length, type, flags }: Http2FrameHeader, mayBeEmpty: boolean): boolean {
  const allowed = FLAGS[type]
  if (length > HTTP2_DEFAULT_FRAME_SIZE || allowed === undefined || (flags & ~allowed) !== 0) return false
  return length > 0 || mayBeEmpty || (type !== Http2FrameType.HEADERS && type !== Http2FrameType.DATA)
}
