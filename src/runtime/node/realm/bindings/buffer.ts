import { bytesOf } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import {
  decodeBase64,
  decodeHex,
  decodeLatin1,
  decodeUtf16,
  type Encoding,
  encodeBase64,
  encodeHex,
  encodeLatin1,
  encodeText,
  encodeUtf16,
  encodingNamed,
  utf8Length,
} from '../encodings.ts'
import { nativeError } from '../native-error.ts'
import type { Binding } from '../types.ts'
import { compareBytes, indexOfBytes, reverseGroups } from './buffer-search.ts'

const { set, subarray, fill, indexOf, lastIndexOf, every } = Uint8Array.prototype

/** `internalBinding('buffer')`: node_buffer.cc. */
export function bufferBinding(realm: RealmContext): Binding {
  return {
    ...slices(realm),
    ...writes(realm),
    ...searches(realm),
    ...memory(),
    ...checks(realm),
    ...realm.constants.buffer,
  }
}

type Decode = (bytes: Uint8Array, start: number, end: number) => string

function slices(realm: RealmContext): Binding {
  const { platform } = realm
  /** Decodes a range as C++ reads it: only an out-of-bounds start is an error. */
  const sliced = (decode: Decode, unitsPerByte: number) => (buffer: Uint8Array, start?: number, end?: number) => {
    const from = start === undefined ? 0 : Math.trunc(Number(start)) || 0
    const to = end === undefined ? buffer.length : Math.min(Math.trunc(Number(end)) || 0, buffer.length)
    if (from < 0 || from > buffer.length)
      throw realm.nodeError('ERR_OUT_OF_RANGE', 'start', `>= 0 && <= ${buffer.length}`, start)
    if ((to - from) * unitsPerByte > LONGEST_STRING) throw tooLong()
    return to <= from ? '' : decode(buffer, from, to)
  }
  return {
    asciiSlice: sliced((bytes, start, end) => decodeLatin1(bytes, start, end, 0x7f), 1),
    latin1Slice: sliced(decodeLatin1, 1),
    base64Slice: sliced((bytes, start, end) => decodeBase64(bytes, start, end), 4 / 3),
    base64urlSlice: sliced((bytes, start, end) => decodeBase64(bytes, start, end, true), 4 / 3),
    hexSlice: sliced(decodeHex, 2),
    ucs2Slice: sliced(decodeUtf16, 1 / 2),
    utf8Slice: sliced((bytes, start, end) => utf8Text(platform.decodeUtf8, bytes, start, end), 1 / 3),
  }
}

/** V8's limit on a string's length (`buffer.constants.MAX_STRING_LENGTH`). */
const LONGEST_STRING = 0x1fffffe8
const tooLong = () =>
  nativeError(
    Error,
    'ERR_STRING_TOO_LONG',
    `Cannot create a string longer than 0x${LONGEST_STRING.toString(16)} characters`,
  )

/** Length up to which a loop is faster than calling the platform: short text is mostly ASCII. */
const SHORT = 24

function utf8Text(decode: (bytes: Uint8Array) => string, bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_STRING && codeUnits(decode, subarray.call(bytes, start, end)) > LONGEST_STRING)
    throw tooLong()
  if (end - start > SHORT) return decode(subarray.call(bytes, start, end))
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte > 0x7f) return decode(subarray.call(bytes, start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

const COUNTED_AT_ONCE = 1 << 24

/** Returns the number of UTF-16 units of UTF-8 bytes, decoding in pieces to limit memory. */
function codeUnits(decode: (bytes: Uint8Array) => string, bytes: Uint8Array): number {
  let count = 0
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + COUNTED_AT_ONCE, bytes.length)
    // Don't split a character.
    for (let back = 0; back < 3 && (bytes[end]! & 0xc0) === 0x80; back++) end--
    count += decode(subarray.call(bytes, start, end)).length
    start = end
  }
  return count
}

function writes(realm: RealmContext): Binding {
  const { platform } = realm
  const room = (buffer: Uint8Array, offset: number, length?: number) => {
    if (offset > buffer.length) throw realm.nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'offset')
    return Math.min(length === undefined ? Number.POSITIVE_INFINITY : length >>> 0, buffer.length - offset)
  }
  const written =
    (encode: (text: string) => Uint8Array, unit = 1) =>
    (buffer: Uint8Array, text: string, offset = 0, length?: number) => {
      const bytes = encode(text)
      const count = Math.min(bytes.length, room(buffer, offset, length))
      const whole = count - (count % unit)
      set.call(buffer, subarray.call(bytes, 0, whole), offset)
      return whole
    }
  return {
    base64Write: written(encodeBase64),
    base64urlWrite: written(encodeBase64),
    hexWrite: written(encodeHex),
    ucs2Write: written(encodeUtf16, 2),
    asciiWriteStatic: written(encodeLatin1),
    latin1WriteStatic: written(encodeLatin1),
    utf8WriteStatic(buffer: Uint8Array, text: string, offset = 0, length?: number) {
      const count = room(buffer, offset, length)
      return platform.encodeUtf8Into(text, subarray.call(buffer, offset, offset + count))[1]
    },
    byteLengthUtf8: utf8Length,
  }
}

function searches(realm: RealmContext): Binding {
  const encodings = realm.constants.string_decoder.encodings as string[]
  const encode = (text: string, encoding: Encoding) => encodeText(text, encoding, realm.platform.encodeUtf8)
  const before = (bytes: Uint8Array, end: number | undefined) =>
    end === undefined || end >= bytes.length ? bytes : subarray.call(bytes, 0, Math.max(0, end))
  return {
    indexOfString(buffer: Uint8Array, text: string, offset: number, encoding: number, forward: boolean, end?: number) {
      const name = encodingNamed(encodings[encoding])
      const bytes = before(bytesOf(buffer), end)
      if (name !== 'utf16le') return indexOfBytes(bytes, encode(text, name), offset, forward)
      const whole = before(bytes, bytes.length & ~1)
      return indexOfBytes(whole, encode(text, name), offset, forward, 2)
    },
    indexOfBuffer(
      buffer: Uint8Array,
      needle: Uint8Array,
      offset: number,
      encoding: number,
      forward: boolean,
      end?: number,
    ) {
      const unit = encodings[encoding] === 'utf16le' ? 2 : 1
      return indexOfBytes(before(bytesOf(buffer), end), bytesOf(needle), offset, forward, unit)
    },
    indexOfNumber(buffer: Uint8Array, value: number, offset: number, forward: boolean, end?: number) {
      const bytes = before(bytesOf(buffer), end)
      const from = offset < 0 ? offset + bytes.length : offset
      if (forward) return indexOf.call(bytes, value & 0xff, Math.max(0, from))
      return from < 0 ? -1 : lastIndexOf.call(bytes, value & 0xff, from)
    },
    compare: (a: Uint8Array, b: Uint8Array) => compareBytes(bytesOf(a), bytesOf(b)),
    compareOffset(
      source: Uint8Array,
      target: Uint8Array,
      targetStart: number,
      sourceStart: number,
      targetLength: number,
      sourceLength: number,
    ) {
      if (sourceStart > source.byteLength)
        throw realm.nodeError('ERR_OUT_OF_RANGE', 'sourceStart', `<= ${source.byteLength}`, sourceStart)
      if (targetStart > target.byteLength)
        throw realm.nodeError('ERR_OUT_OF_RANGE', 'targetStart', `<= ${target.byteLength}`, targetStart)
      return compareBytes(
        subarray.call(bytesOf(source), sourceStart, sourceStart + sourceLength),
        subarray.call(bytesOf(target), targetStart, targetStart + targetLength),
      )
    },
    /** Returns -1 for a pattern without bytes, -2 for a range outside the buffer. */
    fill(buffer: Uint8Array, value: unknown, start: number, end: number, encoding?: string) {
      const bytes = bytesOf(buffer)
      if (start < 0 || end < 0)
        throw realm.nodeError('ERR_OUT_OF_RANGE', start < 0 ? 'start' : 'end', '>= 0', start < 0 ? start : end)
      if (end > bytes.length) return -2
      if (start >= end) return undefined
      const pattern = ArrayBuffer.isView(value)
        ? bytesOf(value)
        : typeof value === 'string'
          ? encode(value, encodingNamed(encoding))
          : null
      if (pattern === null) fill.call(bytes, Number(value) & 0xff, start, end)
      else if (pattern.length === 0) return -1
      else for (let i = start, j = 0; i < end; i++, j = j + 1 === pattern.length ? 0 : j + 1) bytes[i] = pattern[j]!
      return undefined
    },
  }
}

function memory(): Binding {
  return {
    setBufferPrototype() {},
    /** Makes a buffer's own transfer methods throw; V8 would refuse every detach. */
    setDetachKey(buffer: ArrayBuffer) {
      const refuse = () => {
        throw new TypeError('Cannot perform ArrayBuffer.prototype.transfer on a non-detachable ArrayBuffer')
      }
      for (const name of ['transfer', 'transferToFixedLength'])
        Object.defineProperty(buffer, name, { value: refuse, configurable: false, enumerable: false, writable: false })
    },
    createUnsafeArrayBuffer: (size: number) => new ArrayBuffer(size),
    copy(source: Uint8Array, target: Uint8Array, targetStart: number, sourceStart: number, length: number) {
      set.call(bytesOf(target), subarray.call(bytesOf(source), sourceStart, sourceStart + length), targetStart)
      return length
    },
    copyArrayBuffer(
      target: ArrayBuffer,
      targetOffset: number,
      source: ArrayBuffer,
      sourceOffset: number,
      length: number,
    ) {
      new Uint8Array(target, targetOffset, length).set(new Uint8Array(source, sourceOffset, length))
    },
    swap16: (buffer: Uint8Array) => reverseGroups(buffer, 2),
    swap32: (buffer: Uint8Array) => reverseGroups(buffer, 4),
    swap64: (buffer: Uint8Array) => reverseGroups(buffer, 8),
  }
}

const BASE64_SPACE = /[\t\n\f\r ]+/g

function checks(realm: RealmContext): Binding {
  /** Returns the bytes; none for a detached buffer. */
  const contents = (value: ArrayBufferView | ArrayBuffer) => {
    const buffer = ArrayBuffer.isView(value) ? value.buffer : value
    return buffer instanceof ArrayBuffer && buffer.detached ? new Uint8Array(0) : bytesOf(value)
  }
  const strict = realm.platform.createTextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return {
    isAscii: (value: Uint8Array) => every.call(contents(value), (byte) => byte < 0x80),
    isUtf8(value: Uint8Array) {
      const bytes = contents(value)
      try {
        strict.decode(bytes)
        return true
      } catch {
        return false
      }
    },
    /** Returns -1 for a character beyond Latin-1, as C++ does. */
    btoa(text: string) {
      for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return -1
      const bytes = encodeLatin1(text)
      return decodeBase64(bytes, 0, bytes.length)
    },
    /** Returns -2 for a character outside of base64, -1 for one character too many (forgiving-base64 decode, Infra section 8). */
    atob(text: string) {
      const compact = text.replace(BASE64_SPACE, '')
      const data = compact.length % 4 === 0 ? compact.replace(/==?$/, '') : compact
      if (/[^A-Za-z0-9+/]/.test(data)) return -2
      if (data.length % 4 === 1) return -1
      const bytes = encodeBase64(data)
      return decodeLatin1(bytes, 0, bytes.length)
    },
  }
}
