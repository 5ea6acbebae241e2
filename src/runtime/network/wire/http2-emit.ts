/** Writing of HTTP/2 frames (RFC 9113 §6). */
import { write16, write32 } from '../bytes.ts'
import {
  HTTP2_HEADER_LENGTH,
  HTTP2_LARGEST_31,
  HTTP2_LARGEST_FRAME_SIZE,
  type Http2Frame,
  type Http2Priority,
  writeHttp2Header,
} from './http2-frame.ts'
import { Http2Flag, Http2FrameType } from './http2-names.ts'
import { latin1Bytes } from './latin1.ts'
import { NO_BYTES } from './parse-error.ts'

/** Parts of a frame before they are put together: fixed fields, then data, then padding. */
interface Parts {
  flags?: number
  fixed?: Uint8Array
  data?: Uint8Array
  padding?: number | null
}

/**
 * Returns a frame's bytes. Throws RangeError for what a frame can't hold: a payload above 2^24 - 1 bytes, numbers out of
 * range, text with characters above 255. It writes what a receiver refuses, too, so that tests can send it.
 */
export function emitHttp2Frame(frame: Http2Frame): Uint8Array {
  const { flags = 0, fixed = NO_BYTES, data = NO_BYTES, padding = null } = partsOf(frame)
  const padded = padding === null ? 0 : 1 + within('padding', padding, 255)
  const length = padded + fixed.length + data.length
  if (length > HTTP2_LARGEST_FRAME_SIZE) throw new RangeError(`${length} bytes don't fit into an HTTP/2 frame`)
  const bytes = new Uint8Array(HTTP2_HEADER_LENGTH + length)
  const type = frame.type === 'unknown' ? within('type', frame.number, 255) : Http2FrameType[frame.type]
  const streamId = 'streamId' in frame ? within('stream', frame.streamId, HTTP2_LARGEST_31) : 0
  writeHttp2Header(bytes, 0, { length, type, flags: padding === null ? flags : flags | Http2Flag.PADDED, streamId })
  let at = HTTP2_HEADER_LENGTH
  if (padding !== null) bytes[at++] = padding
  bytes.set(fixed, at)
  bytes.set(data, at + fixed.length)
  return bytes
}

function partsOf(frame: Http2Frame): Parts {
  switch (frame.type) {
    case 'DATA':
      return { flags: flag(frame.endStream, Http2Flag.END_STREAM), data: frame.data, padding: frame.padding }
    case 'HEADERS':
      return headersParts(frame)
    case 'PRIORITY':
      return { fixed: priorityBytes(frame.priority) }
    case 'RST_STREAM':
      return { fixed: words(frame.code) }
    case 'SETTINGS':
      return { flags: flag(frame.ack, Http2Flag.ACK), fixed: settingsBytes(frame.settings) }
    case 'PUSH_PROMISE': {
      const fixed = words(within('stream', frame.promisedId, HTTP2_LARGEST_31))
      const flags = flag(frame.endHeaders, Http2Flag.END_HEADERS)
      return { flags, fixed, data: frame.fragment, padding: frame.padding }
    }
    case 'PING':
      if (frame.opaque.length !== 8) throw new RangeError(`HTTP/2: PING has 8 bytes, not ${frame.opaque.length}`)
      return { flags: flag(frame.ack, Http2Flag.ACK), data: frame.opaque }
    case 'GOAWAY':
      return { fixed: words(within('stream', frame.lastStreamId, HTTP2_LARGEST_31), frame.code), data: frame.debug }
    case 'WINDOW_UPDATE':
      return { fixed: words(within('increment', frame.increment, HTTP2_LARGEST_31)) }
    case 'CONTINUATION':
      return { flags: flag(frame.endHeaders, Http2Flag.END_HEADERS), data: frame.fragment }
    case 'ALTSVC':
      return { fixed: counted(frame.origin), data: latin1Bytes(frame.value) }
    case 'ORIGIN':
      return { data: Uint8Array.from(frame.origins.flatMap((origin) => Array.from(counted(origin)))) }
    case 'PRIORITY_UPDATE': {
      const fixed = words(within('stream', frame.prioritizedId, HTTP2_LARGEST_31))
      return { fixed, data: latin1Bytes(frame.value) }
    }
    case 'unknown':
      return { flags: within('flags', frame.flags, 255), data: frame.payload }
  }
}

function headersParts(frame: Http2Frame & { type: 'HEADERS' }): Parts {
  const { endStream, endHeaders, priority, fragment, padding } = frame
  const ends = flag(endStream, Http2Flag.END_STREAM) | flag(endHeaders, Http2Flag.END_HEADERS)
  const flags = ends | flag(priority !== null, Http2Flag.PRIORITY)
  return { flags, fixed: priority === null ? NO_BYTES : priorityBytes(priority), data: fragment, padding }
}

function priorityBytes({ exclusive, dependsOn, weight }: Http2Priority): Uint8Array {
  const bytes = new Uint8Array(5)
  write32(bytes, 0, within('dependency', dependsOn, HTTP2_LARGEST_31))
  if (exclusive) bytes[0]! |= 0x80
  bytes[4] = within('weight', weight - 1, 255)
  return bytes
}

function settingsBytes(settings: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = new Uint8Array(6 * settings.length)
  for (const [index, [identifier, value]] of settings.entries()) {
    write16(bytes, 6 * index, within('setting', identifier, 0xffff))
    write32(bytes, 6 * index + 2, within('value of a setting', value, 0xffff_ffff))
  }
  return bytes
}

/** Returns 32-bit numbers in a row. */
function words(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * numbers.length)
  for (const [index, number] of numbers.entries()) write32(bytes, 4 * index, within('number', number, 0xffff_ffff))
  return bytes
}

/** Returns text after its length of 16 bits. */
function counted(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + text.length)
  write16(bytes, 0, within('length of a text', text.length, 0xffff))
  bytes.set(latin1Bytes(text), 2)
  return bytes
}

function flag(isSet: boolean, bit: number): number {
  return isSet ? bit : 0
}

function within(what: string, number: number, largest: number): number {
  if (Number.isInteger(number) && number >= 0 && number <= largest) return number
  throw new RangeError(`HTTP/2: ${what} must be an integer between 0 and ${largest}, not ${number}`)
}
