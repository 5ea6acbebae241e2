/** Numbers of HTTP/2 and their names: frame types, flags, settings and error codes (RFC 9113 §6, §7, §11). */

export const Http2FrameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
  /** RFC 7838 §4. */
  ALTSVC: 10,
  /** RFC 8336 §2. */
  ORIGIN: 12,
  /** RFC 9218 §7.1. */
  PRIORITY_UPDATE: 16,
} as const

/** Flags; ACK and END_STREAM share a bit. */
export const Http2Flag = {
  ACK: 0x1,
  END_STREAM: 0x1,
  END_HEADERS: 0x4,
  PADDED: 0x8,
  PRIORITY: 0x20,
} as const

/** Settings (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1). */
export const Http2Setting = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8,
  NO_RFC7540_PRIORITIES: 9,
} as const

/** RFC 9113 §7. */
export const Http2ErrorCode = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const

export const HTTP2_FRAME_TYPE_NAMES = namesOf(Http2FrameType)
export const HTTP2_SETTING_NAMES = namesOf(Http2Setting)
export const HTTP2_ERROR_NAMES = namesOf(Http2ErrorCode)

/** Returns `HEADERS`, or `type 77` for an unknown frame type. */
export function http2FrameTypeName(type: number): string {
  return HTTP2_FRAME_TYPE_NAMES[type] ?? `type ${type}`
}

/** Returns `FRAME_SIZE_ERROR`, or `error 77` for an unknown code. */
export function http2ErrorName(code: number): string {
  return HTTP2_ERROR_NAMES[code] ?? `error ${code}`
}

function namesOf(numbers: Readonly<Record<string, number>>): Readonly<Record<number, string>> {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [number, name]))
}
