/** Payload of scripts: each byte encodes its position, so misplaced data is noticed. */

export function streamBytes(from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = byteAt(from + index)
  return bytes
}

function byteAt(place: number): number {
  return (place ^ (place >> 8)) & 0xff
}

/** The place of the first byte that is not what belongs there, or null. */
export function misplaced(bytes: Uint8Array, from: number): number | null {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== byteAt(from + index)) return from + index
  }
  return null
}
