/** Domain names on the wire (RFC 1035 §3.1, compression §4.1.4) and as text: labels with dots between, anything unusual as `\.` or `\ddd` (§5.1). */
import { read16, write16 } from '../bytes.ts'
import { cutOff, ParseError } from './parse-error.ts'

const MAX_LABEL = 63
/** Length of a whole name, including length bytes and the root's. */
const MAX_NAME = 255
const POINTER = 0xc0
/** A name has at most 127 labels, and of two pointers in a row the first is useless: more pointers only cost time. */
const MOST_POINTERS = 127
/** A pointer has 14 bits. */
const FARTHEST = 0x3fff
const MESSAGE_HEADER_LENGTH = 12

/** Reads a name and its end; the root is ''. Pointers lead only backwards, so reading always ends. */
export function parseDnsName(bytes: Uint8Array, start: number): { name: string; end: number } | ParseError {
  const labels: string[] = []
  let length = 1
  let end = -1
  let pointers = 0
  for (let at = start, before = start; ; ) {
    const head = bytes[at]
    if (head === undefined) return cutOff('dns', at + 1, bytes.length)
    if (head === 0) return { name: labels.join('.'), end: end < 0 ? at + 1 : end }
    if (head >= POINTER) {
      if (at + 2 > bytes.length) return cutOff('dns', at + 2, bytes.length)
      const target = read16(bytes, at) & FARTHEST
      if (target >= before)
        return new ParseError('dns', `a name at byte ${at} points to byte ${target}, which is not before it`)
      if (++pointers > MOST_POINTERS)
        return new ParseError('dns', `a name at byte ${start} has more than ${MOST_POINTERS} pointers`)
      if (end < 0) end = at + 2
      at = before = target
      continue
    }
    if (head > MAX_LABEL)
      return new ParseError('dns', `a label at byte ${at} begins with the reserved bits ${head >> 6}`)
    length += head + 1
    if (length > MAX_NAME) return new ParseError('dns', `a name at byte ${start} is longer than ${MAX_NAME} bytes`)
    if (at + 1 + head > bytes.length) return cutOff('dns', at + 1 + head, bytes.length)
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + head)))
    at += 1 + head
  }
}

function labelText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (character === '.' || character === '\\') text += `\\${character}`
    else text += byte > 0x20 && byte < 0x7f ? character : `\\${String(byte).padStart(3, '0')}`
  }
  return text
}

/** Returns the labels of a textual name, with or without a final dot; null if it isn't a name. */
export function dnsLabels(name: string): Uint8Array[] | null {
  if (name === '' || name === '.') return []
  const labels: Uint8Array[] = []
  let label: number[] = []
  const close = () => {
    labels.push(Uint8Array.from(label))
    label = []
  }
  for (let at = 0; at < name.length; at++) {
    const escaped = name[at] === '\\' ? /^(?:\d{3}|[^\d])/.exec(name.slice(at + 1))?.[0] : undefined
    if (name[at] === '\\' && escaped === undefined) return null
    if (escaped !== undefined) {
      const byte = escaped.length === 3 ? Number(escaped) : escaped.charCodeAt(0)
      if (byte > 0xff) return null
      label.push(byte)
      at += escaped.length
    } else if (name[at] === '.') close()
    else label.push(name.charCodeAt(at))
  }
  if (label.length > 0) close()
  const length = labels.reduce((sum, { length }) => sum + length + 1, 1)
  const isRight = labels.every(({ length }) => length > 0 && length <= MAX_LABEL) && length <= MAX_NAME
  return isRight && !hasWideCharacter(name) ? labels : null
}

function hasWideCharacter(name: string): boolean {
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) > 0xff) return true
  return false
}

/** Offsets of names already in a message, by their text: later names may end with a pointer to one. */
export type DnsNamePlaces = Map<string, number>

/** Encodes a name that starts at `at` in a message. Throws `RangeError` for an invalid name. */
export function emitDnsName(name: string, at: number, places: DnsNamePlaces, isCompressed: boolean): Uint8Array {
  const labels = dnsLabels(name)
  if (labels === null) throw new RangeError(`"${name}" is not a domain name`)
  const bytes = new Uint8Array(MAX_NAME + 2)
  const texts = labels.map(labelText)
  let end = 0
  for (const [index, label] of labels.entries()) {
    const rest = texts.slice(index).join('.')
    const place = places.get(rest)
    if (isCompressed && place !== undefined) {
      write16(bytes, end, (POINTER << 8) | place)
      return bytes.subarray(0, end + 2)
    }
    const here = at + end
    if (place === undefined && here >= MESSAGE_HEADER_LENGTH && here <= FARTHEST) places.set(rest, here)
    bytes[end] = label.length
    bytes.set(label, end + 1)
    end += 1 + label.length
  }
  return bytes.subarray(0, end + 1)
}
