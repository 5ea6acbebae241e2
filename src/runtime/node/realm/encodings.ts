/** Node's string encodings except UTF-8 (which the platform does): text to bytes and back, as `Buffer` and `StringDecoder` need them. */

export type Encoding = 'ascii' | 'utf8' | 'base64' | 'utf16le' | 'latin1' | 'hex' | 'base64url'

/** Code units per piece when building a string: `apply` limits the number of arguments. */
const CHUNK = 8192
// Node's Buffer overrides methods of Uint8Array (`slice` does not copy), so the originals are called on it.
const subarray = Uint8Array.prototype.subarray
const { fromCharCode } = String

/** Decodes one character per byte; `mask` keeps some of its bits (ASCII drops the highest). */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number, mask = 0xff): string {
  let text = ''
  for (let from = start; from < end; from += CHUNK) {
    const piece = subarray.call(bytes, from, Math.min(end, from + CHUNK))
    text += fromCharCode.apply(null, (mask === 0xff ? piece : Array.from(piece, (byte) => byte & mask)) as number[])
  }
  return text
}

export function encodeLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

export function decodeUtf16(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i + 1 < end; i += 2) text += fromCharCode(bytes[i]! | (bytes[i + 1]! << 8))
  return text
}

export function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes[2 * i] = unit
    bytes[2 * i + 1] = unit >> 8
  }
  return bytes
}

const HEX = Array.from({ length: 256 }, (_, byte) => (byte < 16 ? '0' : '') + byte.toString(16))

export function decodeHex(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += HEX[bytes[i]!]
  return text
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1
}

/** Encodes up to the first pair that is not hexadecimal, as Node does. */
export function encodeHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [hexDigit(text.charCodeAt(2 * i)), hexDigit(text.charCodeAt(2 * i + 1))]
    if (high < 0 || low < 0) return subarray.call(bytes, 0, i)
    bytes[i] = (high << 4) | low
  }
  return bytes
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const BASE64 = `${ALPHABET}+/`
const BASE64_URL = `${ALPHABET}-_`
/** Value of each character of either alphabet, -1 for any other. */
const BASE64_VALUE = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) {
  BASE64_VALUE[BASE64.charCodeAt(i)] = i
  BASE64_VALUE[BASE64_URL.charCodeAt(i)] = i
}

/** Decodes to base64 [RFC 4648 section 4]; with `url` to base64url [section 5], which Node writes without padding. */
export function decodeBase64(bytes: Uint8Array, start: number, end: number, url = false): string {
  const alphabet = url ? BASE64_URL : BASE64
  let text = ''
  let i = start
  for (; i + 2 < end; i += 3) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!
    text +=
      alphabet[group >> 18]! + alphabet[(group >> 12) & 63]! + alphabet[(group >> 6) & 63]! + alphabet[group & 63]!
  }
  const left = end - i
  if (left <= 0) return text
  const group = (bytes[i]! << 16) | (left === 2 ? bytes[i + 1]! << 8 : 0)
  text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!
  if (left === 2) text += alphabet[(group >> 6) & 63]!
  return url ? text : text + (left === 2 ? '=' : '==')
}

/** Encodes either alphabet, up to the first '='; skips other characters, as Node does. */
export function encodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let length = 0
  let bits = 0
  let group = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x3d) break
    const value = code < 256 ? BASE64_VALUE[code]! : -1
    if (value < 0) continue
    group = ((group << 6) | value) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = group >> bits
  }
  return subarray.call(bytes, 0, length)
}

/** Returns the length in bytes of `text` as UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length++
    else if (unit < 0x800) length += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length += 4
      i++
    } else length += 3
  }
  return length
}

/** Returns text as bytes in any encoding; `utf8` is the platform's encoder. */
export function encodeText(text: string, encoding: Encoding, utf8: (text: string) => Uint8Array): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return utf8(text)
    case 'ascii':
    case 'latin1':
      return encodeLatin1(text)
    case 'utf16le':
      return encodeUtf16(text)
    case 'hex':
      return encodeHex(text)
    case 'base64':
    case 'base64url':
      return encodeBase64(text)
  }
}

/** Returns Node's name for an encoding under any of its names, or utf8. */
export function encodingNamed(name: unknown): Encoding {
  switch (String(name).toLowerCase()) {
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return 'utf16le'
    case 'latin1':
    case 'binary':
      return 'latin1'
    case 'ascii':
      return 'ascii'
    case 'hex':
      return 'hex'
    case 'base64':
      return 'base64'
    case 'base64url':
      return 'base64url'
    default:
      return 'utf8'
  }
}
