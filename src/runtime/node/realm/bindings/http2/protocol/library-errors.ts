/** nghttp2's error numbers, which Node's library passes on to programs as `errno`. */
import { Http2ErrorCode } from '#network'

export const LibraryError = {
  INVALID_ARGUMENT: -501,
  PROTO: -505,
  STREAM_ID_NOT_AVAILABLE: -509,
  STREAM_CLOSED: -510,
  STREAM_CLOSING: -511,
  INVALID_STREAM_STATE: -514,
  START_STREAM_NOT_ALLOWED: -516,
  FRAME_SIZE_ERROR: -522,
  HEADER_COMP: -523,
  FLOW_CONTROL: -524,
  TOO_MANY_INFLIGHT_SETTINGS: -527,
  PUSH_DISABLED: -528,
  DATA_EXIST: -529,
  SESSION_CLOSING: -530,
  HTTP_HEADER: -531,
  HTTP_MESSAGING: -532,
  REFUSED_STREAM: -533,
  CANCEL: -535,
  SETTINGS_EXPECTED: -536,
  TOO_MANY_SETTINGS: -537,
  NOMEM: -901,
  CALLBACK_FAILURE: -902,
  BAD_CLIENT_MAGIC: -903,
  FLOODED: -904,
  TOO_MANY_CONTINUATIONS: -905,
} as const

const TEXTS: Readonly<Record<number, string>> = {
  0: 'Success',
  [-501]: 'Invalid argument',
  [-502]: 'Out of buffer space',
  [-503]: 'Unsupported SPDY version',
  [-504]: 'Operation would block',
  [-505]: 'Protocol error',
  [-506]: 'Invalid frame octets',
  [-507]: 'EOF',
  [-508]: 'Data transfer deferred',
  [-509]: 'No more Stream ID available',
  [-510]: 'Stream was already closed or invalid',
  [-511]: 'Stream is closing',
  [-512]: 'The transmission is not allowed for this stream',
  [-513]: 'Stream ID is invalid',
  [-514]: 'Invalid stream state',
  [-515]: 'Another DATA frame has already been deferred',
  [-516]: 'request HEADERS is not allowed',
  [-517]: 'GOAWAY has already been sent',
  [-518]: 'Invalid header block',
  [-519]: 'Invalid state',
  [-521]: 'The user callback function failed due to the temporal error',
  [-522]: 'The length of the frame is invalid',
  [-523]: 'Header compression/decompression error',
  [-524]: 'Flow control error',
  [-525]: 'Insufficient buffer size given to function',
  [-526]: 'Callback was paused by the application',
  [-527]: 'Too many inflight SETTINGS',
  [-528]: 'Server push is disabled by peer',
  [-529]: 'DATA or HEADERS frame has already been submitted for the stream',
  [-530]: 'The current session is closing',
  [-531]: 'Invalid HTTP header field was received',
  [-532]: 'Violation in HTTP messaging rule',
  [-533]: 'Stream was refused',
  [-534]: 'Internal error',
  [-535]: 'Cancel',
  [-536]: 'When a local endpoint expects to receive SETTINGS frame, it receives an other type of frame',
  [-537]: 'SETTINGS frame contained more than the maximum allowed entries',
  [-901]: 'Out of memory',
  [-902]: 'The user callback function failed',
  [-903]: 'Received bad client magic byte string',
  [-904]: 'Flooding was detected in this HTTP/2 session, and it must be closed',
  [-905]: 'Too many CONTINUATION frames following a HEADER frame',
}

export function libraryErrorText(error: number): string {
  return TEXTS[error | 0] ?? 'Unknown error code'
}

/** Errors after which nghttp2 stops at once, without a GOAWAY. */
export function isFatal(error: number): boolean {
  return error < -900
}

/** Returns the HTTP/2 error code that a frame's refusal is answered with. */
export function wireCodeOf(error: number): number {
  switch (error) {
    case LibraryError.STREAM_CLOSED:
      return Http2ErrorCode.STREAM_CLOSED
    case LibraryError.HEADER_COMP:
      return Http2ErrorCode.COMPRESSION_ERROR
    case LibraryError.FRAME_SIZE_ERROR:
      return Http2ErrorCode.FRAME_SIZE_ERROR
    case LibraryError.FLOW_CONTROL:
      return Http2ErrorCode.FLOW_CONTROL_ERROR
    case LibraryError.REFUSED_STREAM:
      return Http2ErrorCode.REFUSED_STREAM
    case LibraryError.PROTO:
    case LibraryError.HTTP_HEADER:
    case LibraryError.HTTP_MESSAGING:
    case LibraryError.SETTINGS_EXPECTED:
      return Http2ErrorCode.PROTOCOL_ERROR
    default:
      return Http2ErrorCode.INTERNAL_ERROR
  }
}
