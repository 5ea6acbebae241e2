/** Loops of `Buffer`'s methods that search, compare and swap bytes. */

/**
 * Returns the start of `needle` in `bytes`, searching from `offset` (negative: from the end) in either direction; or -1. `unit` 2:
 * both are read as UTF-16 units, ignoring an odd byte at the end.
 */
export function indexOfBytes(
  bytes: Uint8Array,
  needle: Uint8Array,
  offset: number,
  forward: boolean,
  unit: 1 | 2 = 1,
): number {
  const whole = bytes.length - (bytes.length % unit)
  const fromStart = offset < 0 && offset + bytes.length >= 0 ? offset + bytes.length : offset
  const start = firstPlace(whole, fromStart, needle.length, forward)
  if (needle.length === 0) return start
  if (start < 0 || needle.length > whole || (forward && start + needle.length > whole)) return -1
  const length = needle.length - (needle.length % unit)
  if (length === 0) return -1
  const last = whole - length
  for (
    let at = Math.min(start - (start % unit), forward ? start : last);
    at >= 0 && at <= last;
    at += forward ? unit : -unit
  )
    if (startsWith(bytes, needle, length, at)) return at
  return -1
}

/** Returns where a search begins: IndexOfOffset of node_buffer.cc. */
function firstPlace(length: number, offset: number, needleLength: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return offset + length
    return forward || needleLength === 0 ? 0 : -1
  }
  if (offset + needleLength <= length) return offset
  if (needleLength === 0) return length
  return forward ? -1 : length - 1
}

function startsWith(bytes: Uint8Array, needle: Uint8Array, length: number, at: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== needle[i]) return false
  return true
}

/** memcmp(3), then by length: -1, 0 or 1. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  return Math.sign(a.length - b.length)
}

/** Reverses each group of `size` bytes in place. */
export function reverseGroups(bytes: Uint8Array, size: number): Uint8Array {
  for (let start = 0; start + size <= bytes.length; start += size)
    for (let i = start, j = start + size - 1; i < j; i++, j--) {
      const byte = bytes[i]!
      bytes[i] = bytes[j]!
      bytes[j] = byte
    }
  return bytes
}
