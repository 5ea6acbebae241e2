import type { BytePlace, MessageStream } from '../exercise/index.ts'

/** Returns where within a message the byte at `offset` is; `offset` may be the end of the stream. */
export function placeIn(stream: Uint8Array, offset: number, messages: MessageStream): BytePlace {
  if (offset <= 0) return 'start'
  if ('length' in messages) return placeInFrames(stream, offset, messages)
  const before = stream.subarray(0, offset)
  if (endsInsideCharacter(before)) return 'inside-character'
  if (before.at(-1) === 13 && stream[offset] === 10) return 'between-cr-lf'
  return endsWith(before, new TextEncoder().encode(messages.delimiter)) ? 'line-end' : 'inside-line'
}

/** Whether the last UTF-8 character is incomplete. */
function endsInsideCharacter(bytes: Uint8Array): boolean {
  const lead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  const first = bytes[lead]
  if (lead < 0 || first === undefined) return false
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  return bytes.length - lead < length
}

const endsWith = (bytes: Uint8Array, end: Uint8Array) =>
  bytes.length >= end.length && end.every((byte, i) => bytes[bytes.length - end.length + i] === byte)

function placeInFrames(
  stream: Uint8Array,
  offset: number,
  { length, order, includesHeader }: Extract<MessageStream, { length: number }>,
): BytePlace {
  let at = 0
  while (at < offset) {
    if (offset < at + length) return 'inside-length'
    const digits = Array.from(stream.subarray(at, at + length))
    const size = (order === 'BE' ? digits : digits.toReversed()).reduce((value, digit) => value * 256 + digit, 0)
    const end = at + Math.max(length, includesHeader ? size : length + size)
    if (offset < end) return 'inside-frame'
    at = end
  }
  return 'frame-end'
}
