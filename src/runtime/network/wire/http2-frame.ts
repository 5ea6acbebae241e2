/** HTTP/2 frames as values (RFC 9113 §4.1, §6). */
import { read16, read32, write16, write32 } from '../bytes.ts'

export const HTTP2_HEADER_LENGTH = 9
/** Bytes that a client sends before its first frame (RFC 9113 §3.4). */
export const HTTP2_PREFACE: Uint8Array = Uint8Array.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', (char) =>
  char.charCodeAt(0),
)
/** SETTINGS_MAX_FRAME_SIZE that holds until the receiver announces another, and the largest (RFC 9113 §6.5.2). */
export const HTTP2_DEFAULT_FRAME_SIZE = 16_384
export const HTTP2_LARGEST_FRAME_SIZE = 0xff_ffff
/** Largest stream id, and largest window (RFC 9113 §5.1.1, §6.9.1). */
export const HTTP2_LARGEST_31 = 0x7fff_ffff

export interface Http2FrameHeader {
  /** Bytes of the payload. */
  length: number
  type: number
  flags: number
  streamId: number
}

/** Dependency of a stream, as RFC 7540 §5.3 had it. */
export interface Http2Priority {
  exclusive: boolean
  dependsOn: number
  /** 1 to 256. */
  weight: number
}

/** `[identifier, value]`, in the order of the frame: an identifier may come more than once, and the last one counts. */
export type Http2SettingEntry = readonly [identifier: number, value: number]

/** Bytes of padding; null without the PADDED flag. */
interface Padded {
  padding: number | null
}

/** A part of a header block: CONTINUATION frames bring the rest, unless it ends here. */
interface HeaderFragment {
  fragment: Uint8Array
  endHeaders: boolean
}

export type Http2Frame =
  | ({ type: 'DATA'; streamId: number; endStream: boolean; data: Uint8Array } & Padded)
  | ({ type: 'HEADERS'; streamId: number; endStream: boolean; priority: Http2Priority | null } & HeaderFragment &
      Padded)
  | { type: 'PRIORITY'; streamId: number; priority: Http2Priority }
  | { type: 'RST_STREAM'; streamId: number; code: number }
  | { type: 'SETTINGS'; ack: boolean; settings: readonly Http2SettingEntry[] }
  | ({ type: 'PUSH_PROMISE'; streamId: number; promisedId: number } & HeaderFragment & Padded)
  /** `opaque`: 8 bytes. */
  | { type: 'PING'; ack: boolean; opaque: Uint8Array }
  | { type: 'GOAWAY'; lastStreamId: number; code: number; debug: Uint8Array }
  | { type: 'WINDOW_UPDATE'; streamId: number; increment: number }
  | ({ type: 'CONTINUATION'; streamId: number } & HeaderFragment)
  /** `origin` is empty on a stream, which has its own. Texts have one character for each byte. */
  | { type: 'ALTSVC'; streamId: number; origin: string; value: string }
  | { type: 'ORIGIN'; origins: readonly string[] }
  | { type: 'PRIORITY_UPDATE'; prioritizedId: number; value: string }
  /** A receiver ignores it (RFC 9113 §5.5). */
  | { type: 'unknown'; number: number; flags: number; streamId: number; payload: Uint8Array }

/** Reads the 9 bytes at `at`; the reserved bit is ignored. */
export function readHttp2Header(bytes: Uint8Array, at: number): Http2FrameHeader {
  return {
    length: (bytes[at]! << 16) | read16(bytes, at + 1),
    type: bytes[at + 3]!,
    flags: bytes[at + 4]!,
    streamId: read32(bytes, at + 5) & HTTP2_LARGEST_31,
  }
}

/** Writes a frame's header of 9 bytes, for a payload that the caller sends from where it is. */
export function writeHttp2Header(
  bytes: Uint8Array,
  at: number,
  { length, type, flags, streamId }: Http2FrameHeader,
): void {
  bytes[at] = length >>> 16
  write16(bytes, at + 1, length)
  bytes[at + 3] = type
  bytes[at + 4] = flags
  write32(bytes, at + 5, streamId)
}
