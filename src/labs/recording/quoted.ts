import { strings } from '../../strings/index.ts'

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/** Data as it is said: in quotes where it is text, as a number of bytes where it is not. At most `longest` characters. */
export function quoted(bytes: Uint8Array, longest: number): string {
  // Beyond what can be shown nothing needs decoding; a character cut by that limit is no reason to call it binary.
  const text = new TextDecoder().decode(bytes.subarray(0, longest * 4), { stream: true })
  if (!isText(text)) return strings.protocols.bytes(bytes.length)
  const escaped = [...text].map((character) => ESCAPES[character] ?? character)
  if (escaped.join('').length <= longest && bytes.length <= longest * 4) return `“${escaped.join('')}”`
  let short = ''
  for (const piece of escaped) {
    if (short.length + piece.length >= longest) break
    short += piece
  }
  return `“${short}…”`
}

/** No control characters but the common ones, and hardly anything that did not decode. */
function isText(text: string): boolean {
  let strange = 0
  for (const character of text) {
    if (character === '\uFFFD') strange++
    else if (character < ' ' && !(character in ESCAPES)) return false
  }
  return strange <= text.length / 8
}
