/** struct sockaddr_in, sockaddr_in6 and sockaddr_ll ↔ addresses as text. Linux: family in host order (little-endian), the rest in network order. */
import { addressFamily, type Endpoint, formatIpAddress, parseIpAddress } from '../../network/index.ts'
import { AF_INET, AF_INET6, AF_PACKET, ETH_P_ALL } from './constants.ts'

const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

/** The sockaddr of an address for a socket of that family, or null when they do not fit. A family 6 socket takes IPv4 as `::ffff:…`. */
export function encodeAddress(family: 4 | 6, address: string, port: number): Uint8Array | null {
  const bytes = parseIpAddress(address)
  if (!bytes) return null
  if (family === 4) {
    if (addressFamily(address) !== 4) return null
    const encoded = new Uint8Array(16)
    const view = new DataView(encoded.buffer)
    view.setUint16(0, AF_INET, true)
    view.setUint16(2, port)
    encoded.set(bytes, 4)
    return encoded
  }
  const encoded = new Uint8Array(28)
  const view = new DataView(encoded.buffer)
  view.setUint16(0, AF_INET6, true)
  view.setUint16(2, port)
  encoded.set(bytes.length === 4 ? [...MAPPED_PREFIX, ...bytes] : bytes, 8)
  return encoded
}

/** Address and port of a sockaddr_in or sockaddr_in6; null for another family. */
export function decodeAddress(encoded: Uint8Array): Endpoint | null {
  if (encoded.length < 8) return null
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length)
  const family = view.getUint16(0, true)
  const port = view.getUint16(2)
  if (family === AF_INET) return { address: formatIpAddress(encoded.slice(4, 8)), port }
  if (family === AF_INET6 && encoded.length >= 24) return { address: formatIpAddress(encoded.slice(8, 24)), port }
  return null
}

/** struct sockaddr_ll: every protocol on one interface. */
export function encodeLinkAddress(interfaceIndex: number): Uint8Array {
  const encoded = new Uint8Array(20)
  const view = new DataView(encoded.buffer)
  view.setUint16(0, AF_PACKET, true)
  view.setUint16(2, ETH_P_ALL)
  view.setInt32(4, interfaceIndex, true)
  return encoded
}
