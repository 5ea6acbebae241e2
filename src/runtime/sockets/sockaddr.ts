/** struct sockaddr_in, sockaddr_in6 and sockaddr_ll ↔ addresses as text. Linux: family in host order (little-endian), the rest in network order. */
import { addressFamily, type Endpoint, formatIpAddress, parseIpAddress } from '#network'
import { AF_INET, AF_INET6, AF_PACKET, ETH_P_ALL } from './linux-constants.ts'

/** sin6_scope_id */
const SCOPE_AT = 24
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

/** Numbers of interfaces and back; undefined where there is none. */
export interface InterfaceNumbers {
  indexOf(name: string): number | undefined
  nameOf(index: number): string | undefined
}
const NO_INTERFACES: InterfaceNumbers = { indexOf: () => undefined, nameOf: () => undefined }

/**
 * The sockaddr of an address for a socket of that family, or null when they do not fit. A family 6 socket takes IPv4 as `::ffff:…`; a zone (`fe80::1%eth0`)
 * becomes the interface's number, 0 when it is unknown.
 */
export function encodeAddress(
  family: 4 | 6,
  text: string,
  port: number,
  interfaces: InterfaceNumbers = NO_INTERFACES,
): Uint8Array | null {
  const [address = '', zone] = text.split('%')
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
  if (zone !== undefined) view.setUint32(SCOPE_AT, interfaces.indexOf(zone) ?? 0, true)
  return encoded
}

/** Address and port of a sockaddr_in or sockaddr_in6, with the zone that it says; null for another family. */
export function decodeAddress(encoded: Uint8Array, interfaces: InterfaceNumbers = NO_INTERFACES): Endpoint | null {
  if (encoded.length < 8) return null
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length)
  const family = view.getUint16(0, true)
  const port = view.getUint16(2)
  if (family === AF_INET) return { address: formatIpAddress(encoded.slice(4, 8)), port }
  if (family !== AF_INET6 || encoded.length < 24) return null
  const scope = encoded.length < SCOPE_AT + 4 ? 0 : view.getUint32(SCOPE_AT, true)
  const zone = scope === 0 ? undefined : interfaces.nameOf(scope)
  const address = formatIpAddress(encoded.slice(8, 24))
  return { address: zone === undefined ? address : `${address}%${zone}`, port }
}

/** struct sockaddr_ll of an interface; without an EtherType, of every one. */
export function encodeLinkAddress(interfaceIndex: number, etherType: number = ETH_P_ALL): Uint8Array {
  const encoded = new Uint8Array(20)
  const view = new DataView(encoded.buffer)
  view.setUint16(0, AF_PACKET, true)
  view.setUint16(2, etherType)
  view.setInt32(4, interfaceIndex, true)
  return encoded
}

/** A frame's sender, its EtherType, and where and how it was seen; null for another family. */
export function decodeLinkAddress(encoded: Uint8Array) {
  if (encoded.length < 18) return null
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length)
  if (view.getUint16(0, true) !== AF_PACKET) return null
  const mac = [...encoded.subarray(12, 12 + 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
  return {
    address: mac,
    port: view.getUint16(2),
    link: { interfaceIndex: view.getInt32(4, true), type: view.getUint8(10) },
  }
}
