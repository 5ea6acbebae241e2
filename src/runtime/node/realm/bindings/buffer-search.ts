/** Searching, comparing and swapping bytes: the loops under `Buffer`'s methods. */

/** Start of `needle` in `bytes`, searching from `offset` (negative: from the end) in either direction, in steps of `unit`; or -1. */
export function indexOfBytes(
  bytes: Uint8Array,
  needle: Uint8Array,
  offset: number,
  forward: boolean,
  unit = 1,
): number {
  let from = offset < 0 ? offset + bytes.length : offset
  if (from < 0) {
    if (!forward) return -1
    from = 0
  }
  const last = bytes.length - needle.length
  if (needle.length === 0) return Math.min(from, bytes.length)
  if (last < 0) return -1
  if (!forward && from > last) from = last - (last % unit)
  for (let at = from; at >= 0 && at <= last; at += forward ? unit : -unit) if (startsWith(bytes, needle, at)) return at
  return -1
}

function startsWith(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false
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
