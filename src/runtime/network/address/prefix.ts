/** Prefixes: `10.0.0.0/24`, `2001:db8::/32`, and the address of an interface with its prefix length (`10.0.0.1/24`). */
import { addressFamily, formatIpAddress, type IpAddress, ipAddressFrom, parseIpAddress } from './ip-address.ts'
import { ipv4FromNumber, ipv4Number } from './ipv4-address.ts'
import { ipv6Bytes } from './ipv6-address.ts'

/** The address need not be the network's own: an interface's address with its length is a prefix too. */
export interface Prefix {
  readonly address: IpAddress
  /** Bits of the network part, 0 … 32 or 0 … 128. */
  readonly length: number
}

/** Reads `address/length`; without a length it is one address (`/32`, `/128`). Null when the text is neither. */
export function parsePrefix(text: string): Prefix | null {
  const [addressText, lengthText, rest] = text.split('/')
  const address = ipAddressFrom(addressText!)
  if (address === null || rest !== undefined) return null
  const bits = addressFamily(address) === 4 ? 32 : 128
  if (lengthText === undefined) return { address, length: bits }
  if (!/^(0|[1-9]\d{0,2})$/.test(lengthText) || Number(lengthText) > bits) return null
  return { address, length: Number(lengthText) }
}

export function formatPrefix(prefix: Prefix): string {
  return `${prefix.address}/${prefix.length}`
}

/** Whether the address lies in the prefix. Addresses of the other family never do. */
export function prefixContains(prefix: Prefix, address: IpAddress): boolean {
  if (addressFamily(prefix.address) !== addressFamily(address)) return false
  if (addressFamily(address) === 4) {
    const mask = ipv4Mask(prefix.length)
    return ((ipv4Number(prefix.address) ^ ipv4Number(address)) & mask) === 0
  }
  return commonPrefixLength(prefix.address, address) >= prefix.length
}

/** How many leading bits two IPv6 addresses share (RFC 6724 §2.2), 0 … 128. */
export function commonPrefixLength(a: IpAddress, b: IpAddress): number {
  const [left, right] = [ipv6Bytes(a), ipv6Bytes(b)]
  for (let i = 0; i < 16; i++) {
    const difference = left[i]! ^ right[i]!
    if (difference !== 0) return 8 * i + Math.clz32(difference) - 24
  }
  return 128
}

/** The prefix's first address: all host bits zero. */
export function networkAddress(prefix: Prefix): IpAddress {
  return withHostBits(prefix, 0)
}

/**
 * The directed broadcast address of an IPv4 prefix: all host bits one. Null for IPv6, which has none, and for /31 and /32, where no
 * address is left for it (RFC 3021).
 */
export function broadcastAddress(prefix: Prefix): IpAddress | null {
  return addressFamily(prefix.address) === 4 && prefix.length < 31 ? withHostBits(prefix, 1) : null
}

/** The prefix's netmask as an address: 255.255.255.0 for /24. */
export function prefixMask(prefix: Prefix): IpAddress {
  const bytes = new Uint8Array(addressFamily(prefix.address) === 4 ? 4 : 16).fill(255)
  return withHostBits({ address: formatIpAddress(bytes), length: prefix.length }, 0)
}

function withHostBits(prefix: Prefix, bit: 0 | 1): IpAddress {
  if (addressFamily(prefix.address) === 4) {
    const mask = ipv4Mask(prefix.length)
    const network = ipv4Number(prefix.address) & mask
    return ipv4FromNumber((bit === 0 ? network : network | ~mask) >>> 0)
  }
  const bytes = parseIpAddress(prefix.address)!
  for (let i = 0; i < bytes.length; i++) {
    const networkBits = Math.max(0, Math.min(8, prefix.length - 8 * i))
    const hostMask = 0xff >> networkBits
    bytes[i] = bit === 0 ? bytes[i]! & ~hostMask : bytes[i]! | hostMask
  }
  return formatIpAddress(bytes)
}

/** A shift by 32 is a shift by 0 in JavaScript, so /0 stands apart. */
function ipv4Mask(length: number): number {
  return length === 0 ? 0 : -1 << (32 - length)
}
