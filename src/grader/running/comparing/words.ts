import type { Datagram } from './datagrams.ts'

/** Shows text as text, other bytes as hexadecimal digits; of long ones the beginning. */
export function showData(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing'
  const some = bytes.subarray(0, MOST_SHOWN)
  const more = bytes.length > MOST_SHOWN ? ` … (${bytes.length} bytes)` : ''
  if (isText(some)) return `${JSON.stringify(new TextDecoder().decode(some))}${more}`
  return `<${Array.from(some, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}>${more}`
}

/** `[random 1] "add 5"`: values that differ by design are replaced by numbers. */
export function showDatagram({ bytes, random }: Pick<Datagram, 'bytes' | 'random'>): string {
  const ranges = random.toSorted((a, b) => a.from - b.from)
  if (ranges.length === 0) return showData(bytes)
  const pieces: string[] = []
  let at = 0
  for (const { from, to, nth } of ranges) {
    if (from > at) pieces.push(showData(bytes.subarray(at, from)))
    pieces.push(`[random ${nth}]`)
    at = to
  }
  if (at < bytes.length) pieces.push(showData(bytes.subarray(at)))
  return pieces.join(' ')
}

const MOST_SHOWN = 40
const BEFORE = 8

/** Returns the text from shortly before an offset. */
export function aroundOffset(bytes: Uint8Array, offset: number): string {
  if (offset >= bytes.length) return bytes.length === 0 ? 'nothing' : `only ${bytes.length} bytes`
  const from = Math.max(0, offset - BEFORE)
  return `${from > 0 ? '… ' : ''}${showData(bytes.subarray(from, from + MOST_SHOWN))}`
}

function isText(bytes: Uint8Array): boolean {
  if (!bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127))) return false
  try {
    // The last character may have been cut.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** `2nd` */
export function ordinal(n: number): string {
  const tens = n % 100
  const suffix = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${suffix}`
}
