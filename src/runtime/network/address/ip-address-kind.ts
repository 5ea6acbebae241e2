/** What an address is for, by the blocks that IANA set apart (RFC 6890, RFC 4291 §2.4). */
import { addressFamily, type IpAddress } from './ip-address.ts'
import { ipv4Number } from './ipv4-address.ts'
import { ipv6Bytes } from './ipv6-address.ts'

export type AddressKind = 'unspecified' | 'loopback' | 'multicast' | 'link-local' | 'broadcast' | 'reserved' | 'unicast'

/** 255.255.255.255: everybody on this link, never forwarded (RFC 919 §7). */
export const LIMITED_BROADCAST: IpAddress = '255.255.255.255'

export function addressKind(address: IpAddress): AddressKind {
  return addressFamily(address) === 4 ? ipv4Kind(ipv4Number(address)) : ipv6Kind(ipv6Bytes(address))
}

function ipv4Kind(number: number): AddressKind {
  if (number === 0) return 'unspecified'
  if (number === 0xffffffff) return 'broadcast'
  const first = number >>> 24
  if (first === 127) return 'loopback'
  if (first >= 224 && first < 240) return 'multicast'
  if (first >= 240 || first === 0) return 'reserved'
  return number >>> 16 === 0xa9fe ? 'link-local' : 'unicast'
}

function ipv6Kind(bytes: Uint8Array): AddressKind {
  if (bytes[0] === 0xff) return 'multicast'
  if (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80) return 'link-local'
  if (bytes.subarray(0, 15).some((byte) => byte !== 0)) return 'unicast'
  if (bytes[15] === 0) return 'unspecified'
  return bytes[15] === 1 ? 'loopback' : 'reserved'
}

export function isUnspecified(address: IpAddress): boolean {
  return addressKind(address) === 'unspecified'
}

// The following are asked for every packet: they read the text alone, which is canonical.

export function isLoopback(address: IpAddress): boolean {
  return address.startsWith('127.') || address === '::1'
}

const [DOT, DIGIT_0, DIGIT_2, LETTER_F] = [0x2e, 0x30, 0x32, 0x66]

export function isMulticast(address: IpAddress): boolean {
  if (address.charCodeAt(0) === LETTER_F) return address.charCodeAt(1) === LETTER_F && address.indexOf(':') === 4
  if (address.charCodeAt(0) !== DIGIT_2 || address.charCodeAt(3) !== DOT) return false
  const first = 200 + 10 * (address.charCodeAt(1) - DIGIT_0) + (address.charCodeAt(2) - DIGIT_0)
  return first >= 224 && first < 240
}
