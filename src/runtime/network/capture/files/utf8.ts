/** UTF-8 without TextEncoder and TextDecoder, which this floor lacks. */

export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0)!
    // Half of a surrogate pair has no encoding.
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point))
    else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point))
  }
  return Uint8Array.from(bytes)
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f)
}

/** Decodes bytes; invalid ones become U+FFFD, one per byte. */
export function utf8Text(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const { point, length } = pointAt(bytes, at)
    text += String.fromCodePoint(point)
    at += length
  }
  return text
}

const LEAST = [0, 0, 0x80, 0x800, 0x10000]

function pointAt(bytes: Uint8Array, at: number): { point: number; length: number } {
  const head = bytes[at]!
  if (head < 0x80) return { point: head, length: 1 }
  const length = head >= 0xf0 && head < 0xf8 ? 4 : head >= 0xe0 ? 3 : head >= 0xc0 ? 2 : 0
  let point = head & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i]
    if (next === undefined || next >> 6 !== 2) return { point: 0xfffd, length: 1 }
    point = (point << 6) | (next & 0x3f)
  }
  const isReal =
    length > 0 && head < 0xf8 && point >= LEAST[length]! && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
  return isReal ? { point, length } : { point: 0xfffd, length: 1 }
}
