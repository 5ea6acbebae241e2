/** IPv6 addresses: text in any form of RFC 4291 §2.2 to bytes, bytes to the one form of RFC 5952. */
import { read16, read32 } from '../bytes.ts'
import { ipv4FromNumber, parseIpv4Address } from './ipv4-address.ts'

const CACHE_SIZE = 1024
const cachedWords = new Uint32Array(4 * CACHE_SIZE)
const cachedTexts: (string | undefined)[] = new Array(CACHE_SIZE).fill(undefined)
const cachedBytes = new Map<string, Uint8Array>()

/** The text of the address at `offset`. Recently seen ones are kept, as with IPv4: a world has few, and many packets. */
export function ipv6AddressAt(bytes: Uint8Array, offset: number): string {
  const [a, b, c, d] = [
    read32(bytes, offset),
    read32(bytes, offset + 4),
    read32(bytes, offset + 8),
    read32(bytes, offset + 12),
  ]
  const slot = Math.imul(a ^ Math.imul(b, 3) ^ Math.imul(c, 5) ^ d, 0x9e3779b1) >>> 22
  const at = 4 * slot
  const cached = cachedTexts[slot]
  const isSame =
    cachedWords[at] === a && cachedWords[at + 1] === b && cachedWords[at + 2] === c && cachedWords[at + 3] === d
  if (cached !== undefined && isSame) return cached
  const text = formatIpv6Address(bytes.subarray(offset, offset + 16))
  cachedWords.set([a, b, c, d], at)
  cachedTexts[slot] = text
  return text
}

/**
 * The bytes of an address that is known to be IPv6, shared: not to be changed. Throws TypeError when it is none: that is an error of
 * the caller.
 */
export function ipv6Bytes(address: string): Uint8Array {
  const cached = cachedBytes.get(address)
  if (cached !== undefined) return cached
  const bytes = address.includes(':') ? parseIpv6Address(address) : null
  if (bytes === null) throw new TypeError(`${JSON.stringify(address)} is not an IPv6 address`)
  if (cachedBytes.size >= CACHE_SIZE) cachedBytes.clear()
  cachedBytes.set(address, bytes)
  return bytes
}

/** The 16 bytes of an IPv6 address, or null when the text is none. A zone (`%eth0`) is no part of an address and refused. */
export function parseIpv6Address(text: string): Uint8Array | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groups(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1]!, true) : []
  if (head === null || tail === null) return null
  const given = head.length + tail.length
  // RFC 5952 forbids writing `::` for one group, RFC 4291 allows it for "one or more": readers take both.
  if (halves.length === 2 ? given > 7 : given !== 8) return null
  const all = [...head, ...new Array<number>(8 - given).fill(0), ...tail]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]))
}

/** The 16-bit groups of one side of `::`. A dotted quad may stand in for the address's last two. */
function groups(text: string, mayEndInQuad: boolean): number[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const result: number[] = []
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(Number.parseInt(part, 16))
    else {
      const quad = mayEndInQuad && index === parts.length - 1 ? parseIpv4Address(part) : -1
      if (quad < 0) return null
      result.push(quad >>> 16, quad & 0xffff)
    }
  }
  return result
}

/** RFC 5952: lower case, no leading zeros, `::` for the longest run of two or more zero groups, the first of equally long ones. */
export function formatIpv6Address(bytes: Uint8Array): string {
  const values = Array.from({ length: 8 }, (_, i) => read16(bytes, 2 * i))
  if (isMapped(values)) return `::ffff:${ipv4FromNumber(((values[6]! << 16) | values[7]!) >>> 0)}`
  const { start, length } = longestZeroRun(values)
  const texts = values.map((value) => value.toString(16))
  if (length < 2) return texts.join(':')
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`
}

/** RFC 5952 §5: addresses known to hold an IPv4 address end in a dotted quad. The well-known prefix is ::ffff:0:0/96. */
function isMapped(values: readonly number[]): boolean {
  return values[5] === 0xffff && values.slice(0, 5).every((value) => value === 0)
}

function longestZeroRun(values: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < values.length; start++) {
    let end = start
    while (values[end] === 0) end++
    if (end - start > best.length) best = { start, length: end - start }
  }
  return best
}
