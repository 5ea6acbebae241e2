/** IP addresses of both families in their canonical text. */
import { read32 } from '../bytes.ts'
import { ipv4FromNumber, parseIpv4Address } from './ipv4-address.ts'
import { formatIpv6Address, parseIpv6Address } from './ipv6-address.ts'

/** Canonical text: a dotted quad, or IPv6 as RFC 5952 writes it. Two addresses are the same exactly when their texts are. */
export type IpAddress = string
export type Family = 4 | 6

const COLON = 58

/** The family of a canonical address: one of IPv6 has a colon among its first five characters. */
export function addressFamily(address: IpAddress): Family {
  for (let i = 0; i < 5; i++) if (address.charCodeAt(i) === COLON) return 6
  return 4
}

/** Bytes in network order, 4 or 16 of them, or null when the text is no address. */
export function parseIpAddress(text: string): Uint8Array | null {
  if (text.includes(':')) return parseIpv6Address(text)
  const number = parseIpv4Address(text)
  if (number < 0) return null
  return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number)
}

/** The canonical text of an address written in any accepted form, or null: `2001:DB8:0::1` is `2001:db8::1`. */
export function ipAddressFrom(text: string): IpAddress | null {
  const bytes = parseIpAddress(text)
  return bytes === null ? null : formatIpAddress(bytes)
}

export function isIpAddress(text: string): boolean {
  return parseIpAddress(text) !== null
}

/** The canonical text of 4 or 16 bytes. Throws RangeError for any other number of them. */
export function formatIpAddress(bytes: Uint8Array): IpAddress {
  if (bytes.length === 16) return formatIpv6Address(bytes)
  if (bytes.length !== 4) throw new RangeError(`An IP address has 4 or 16 bytes, not ${bytes.length}`)
  return ipv4FromNumber(read32(bytes, 0))
}
