/** DER (X.690), the encoding of keys and signatures. */
export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const

export class DerError extends Error {}

/** One value with its tag; its content is not parsed yet. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
}

function encode(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0)
  const head = [tag, ...encodeLength(length)]
  const whole = new Uint8Array(head.length + length)
  whole.set(head)
  let at = head.length
  for (const content of contents) {
    whole.set(content, at)
    at += content.length
  }
  return whole
}

/** Encodes up to 127 in one byte, larger lengths as a byte count and the bytes (X.690 §8.1.3). */
function encodeLength(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [0x80 | bytes.length, ...bytes]
}

export const sequence = (...contents: Uint8Array[]): Uint8Array => encode(Tag.sequence, ...contents)
export const octetString = (bytes: Uint8Array): Uint8Array => encode(Tag.octetString, bytes)
/** Encodes whole bytes: no unused bits. */
export const bitString = (bytes: Uint8Array): Uint8Array => encode(Tag.bitString, Uint8Array.of(0), bytes)
/** Encodes EXPLICIT [number]. */
export const tagged = (number: number, content: Uint8Array): Uint8Array => encode(0xa0 | number, content)
export const nullValue = (): Uint8Array => encode(Tag.null)

export function integer(value: bigint | number): Uint8Array {
  let hex = BigInt(value).toString(16)
  if (hex.length % 2 === 1) hex = `0${hex}`
  // A first bit of 1 would make it negative.
  if (Number.parseInt(hex[0]!, 16) >= 8) hex = `00${hex}`
  return encode(Tag.integer, hexBytes(hex))
}

export function objectIdentifier(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes: number[] = []
  for (const part of [first * 40 + second, ...rest]) {
    const digits = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80)
    bytes.push(...digits)
  }
  return encode(Tag.objectIdentifier, Uint8Array.from(bytes))
}

/** Decodes the sequence of values in `bytes`. Throws `DerError` for truncated or invalid DER. */
function decodeAll(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = decodeAt(bytes, at)
    values.push(value)
    at = end
  }
  return values
}

/** Decodes the first value in `bytes` and ignores the rest. */
export function decode(bytes: Uint8Array): DerValue {
  return decodeAt(bytes, 0).value
}

function decodeAt(bytes: Uint8Array, start: number): { value: DerValue; end: number } {
  const tag = bytes[start]
  let length = bytes[start + 1]
  if (tag === undefined || length === undefined) throw new DerError('The value is cut off')
  let at = start + 2
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0 || count > 4) throw new DerError('The length is not DER')
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at++] ?? 0)
  }
  const end = at + length
  if (end > bytes.length) throw new DerError('The value is cut off')
  return { value: { tag, content: bytes.subarray(at, end) }, end }
}

/** Returns the values in a SEQUENCE. */
export function sequenceIn(value: DerValue | undefined): DerValue[] {
  return decodeAll(contentOf(value, Tag.sequence))
}

export function contentOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new DerError(`Tag ${value?.tag} where ${tag} belongs`)
  return value.content
}

export function integerIn(value: DerValue | undefined): bigint {
  return BigInt(`0x${bytesHex(contentOf(value, Tag.integer)) || '0'}`)
}

export function bitStringIn(value: DerValue | undefined): Uint8Array {
  return contentOf(value, Tag.bitString).subarray(1)
}

export function objectIdentifierIn(value: DerValue | undefined): string {
  const parts: number[] = []
  let part = 0
  for (const byte of contentOf(value, Tag.objectIdentifier)) {
    part = part * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(part / 40))
      parts.push(first, part - first * 40)
    } else parts.push(part)
    part = 0
  }
  return parts.join('.')
}

export function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

export function bytesHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** Returns an integer big-endian in a given length, as in JWK and signatures. */
export function integerBytes(value: bigint, length?: number): Uint8Array {
  const hex = value.toString(16)
  const even = hex.length % 2 === 1 ? `0${hex}` : hex
  return hexBytes(length === undefined ? even : even.padStart(2 * length, '0'))
}

export function bytesInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesHex(bytes)}`)
}
