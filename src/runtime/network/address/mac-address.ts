/** Ethernet addresses. */
import { read16, read32 } from '../bytes.ts'
import { addressFamily, type IpAddress } from './ip-address.ts'
import { ipv4Number } from './ipv4-address.ts'
import { parseIpv6Address } from './ipv6-address.ts'

/** Six bytes in lower-case hexadecimal with colons: `02:00:00:00:00:01`. */
export type MacAddress = string

export const BROADCAST_MAC: MacAddress = 'ff:ff:ff:ff:ff:ff'
export const ZERO_MAC: MacAddress = '00:00:00:00:00:00'

const CACHE_SIZE = 256
const cachedHigh = new Uint16Array(CACHE_SIZE)
const cachedLow = new Uint32Array(CACHE_SIZE)
const cachedTexts: (MacAddress | undefined)[] = new Array(CACHE_SIZE).fill(undefined)
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The text of the address at `offset`. Recently seen addresses are kept, as with IPv4: a world has few, and many frames. */
export function macAddressAt(bytes: Uint8Array, offset: number): MacAddress {
  const high = read16(bytes, offset)
  const low = read32(bytes, offset + 2)
  const slot = (low ^ (low >>> 8) ^ high) & (CACHE_SIZE - 1)
  const cached = cachedTexts[slot]
  if (cached !== undefined && cachedLow[slot] === low && cachedHigh[slot] === high) return cached
  const text = formatMacAddress(bytes.subarray(offset, offset + 6))
  cachedHigh[slot] = high
  cachedLow[slot] = low
  cachedTexts[slot] = text
  return text
}

export function formatMacAddress(bytes: Uint8Array): MacAddress {
  return Array.from(bytes.subarray(0, 6), (byte) => HEX[byte]!).join(':')
}

/** The six bytes of an address, upper or lower case, or null when the text is none. */
export function parseMacAddress(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/.test(text)) return null
  return Uint8Array.from(text.split(':'), (part) => Number.parseInt(part, 16))
}

const bytesByText = new Map<MacAddress, Uint8Array>()

/**
 * The bytes of an address that is known to be one, shared: not to be changed. Recently seen ones are kept. Throws TypeError when it is none: that is an error
 * of the caller.
 */
export function macBytes(address: MacAddress): Uint8Array {
  const known = bytesByText.get(address)
  if (known !== undefined) return known
  const bytes = parseMacAddress(address)
  if (bytes === null) throw new TypeError(`${JSON.stringify(address)} is not a MAC address`)
  if (bytesByText.size >= CACHE_SIZE) bytesByText.clear()
  bytesByText.set(address, bytes)
  return bytes
}

/** The world's interface number `n` (from 1): locally administered, so that it can belong to no maker (IEEE 802 §8). */
export function numberedMac(n: number): MacAddress {
  const bytes = Uint8Array.of(2, 0, n >>> 24, n >>> 16, n >>> 8, n)
  return formatMacAddress(bytes)
}

/** Broadcast or multicast: the lowest bit of the first byte, which is that of its second digit (an odd one: 1 is 49, but `b` 98). */
export function isGroupMac(address: MacAddress): boolean {
  const digit = address.charCodeAt(1)
  return (digit & 1) === (digit <= 57 ? 1 : 0)
}

/** Where a multicast packet goes on Ethernet: the group's low 23 bits (RFC 1112 §6.4), or its low 32 for IPv6 (RFC 2464 §7). */
export function multicastMac(group: IpAddress): MacAddress {
  if (addressFamily(group) === 6) {
    const low = parseIpv6Address(group)!.subarray(12)
    return formatMacAddress(Uint8Array.of(0x33, 0x33, ...low))
  }
  const low = ipv4Number(group) & 0x7fffff
  return formatMacAddress(Uint8Array.of(0x01, 0x00, 0x5e, low >>> 16, low >>> 8, low))
}
