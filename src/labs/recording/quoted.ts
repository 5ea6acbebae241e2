import { strings } from '#strings'

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/**
 * Formats data: in quotes if it is text, as a number of bytes otherwise. At most `longest` characters. Bytes of a
 * character cut at either end are shown: `“in \xe2”`, `“\x82\xac: 9\n”`.
 */
export function quoted(bytes: Uint8Array, longest: number): string {
  // Decode only what can be shown; a character cut by that limit does not make the data binary.
  const seen = bytes.subarray(0, longest * 4)
  const head = restOfCharacter(seen)
  const tail = seen.length < bytes.length ? 0 : beginningOfCharacter(seen.subarray(head))
  const text = new TextDecoder().decode(seen.subarray(head, seen.length - tail), { stream: true })
  if (!isText(text)) return strings.protocols.bytes(bytes.length)
  const pieces = [
    ...hex(seen.subarray(0, head)),
    ...[...text].map((character) => ESCAPES[character] ?? character),
    ...hex(seen.subarray(seen.length - tail)),
  ]
  if (pieces.join('').length <= longest && seen.length === bytes.length) return `“${pieces.join('')}”`
  let short = ''
  for (const piece of pieces) {
    if (short.length + piece.length >= longest) break
    short += piece
  }
  return `“${short}…”`
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)

/** Number of leading bytes that can only continue a character (RFC 3629, 3): at most three of 10xxxxxx. */
function restOfCharacter(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte >> 6 !== 0b10)
  return first > 3 ? 0 : Math.max(0, first)
}

/** Number of trailing bytes that start an incomplete character. */
function beginningOfCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >> 6 === 0b10) continue
    const needs = byte >> 5 === 0b110 ? 2 : byte >> 4 === 0b1110 ? 3 : byte >> 3 === 0b11110 ? 4 : 1
    return needs > back ? back : 0
  }
  return 0
}

/** No control characters but the common ones, and almost everything decodes. */
function isText(text: string): boolean {
  if (text === '') return false
  let strange = 0
  for (const character of text) {
    if (character === '\uFFFD') strange++
    else if (character < ' ' && !(character in ESCAPES)) return false
  }
  return strange <= text.length / 8
}
