import type { HpackHeader } from '#network'

/** NGHTTP2_NV_FLAG_NO_INDEX, as a character after a field's value. */
const NEVER_INDEXED = '\u0001'

/**
 * Reads `[text, count]` of the library's `buildNgHeaderString`: name, value and flags of each field, the first two ended by a zero. If a zero is
 * inside a value, returns one invalid field, so that the section is refused.
 */
export function headersOf([text, count]: [string, number]): HpackHeader[] {
  const headers: HpackHeader[] = []
  let at = 0
  const next = (): string => {
    const end = text.indexOf('\0', at)
    const part = text.slice(at, end < 0 ? undefined : end)
    at = end < 0 ? text.length : end + 1
    return part
  }
  while (at < text.length) {
    if (headers.length >= count) return [{ name: '\0', value: '\0' }]
    const [name, value] = [bytesOnly(next()), trimmed(bytesOnly(next()))]
    const neverIndexed = text[at++] === NEVER_INDEXED
    headers.push(neverIndexed ? { name, value, neverIndexed } : { name, value })
  }
  return headers
}

/** Keeps the low byte of each character, as V8's WriteOneByte. */
function bytesOnly(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of a byte.
  return /^[\x00-\xff]*$/.test(text)
    ? text
    : Array.from({ length: text.length }, (_, at) => String.fromCharCode(text.charCodeAt(at) & 0xff)).join('')
}

/** nghttp2 takes spaces off the ends of values. */
function trimmed(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '')
}
