/** Conversion of addresses between programs and IP: family 6 sockets reach IPv4 as `::ffff:10.0.0.1` (RFC 4291 2.5.5.2). */
import { addressFamily, type Family, type IpAddress, ipAddressFrom } from '../address/index.ts'
import { Errno } from '../errno.ts'
import type { Endpoint } from './socket.ts'

const MAPPED = '::ffff:'

/**
 * Parses an address that a program gave to a socket of `family`. The result is canonical; a mapped IPv4 address becomes
 * plain IPv4. Returns -EINVAL for an invalid address, -EAFNOSUPPORT for one of the other family.
 */
export function addressFromProgram(text: string, family: Family): IpAddress | number {
  const address = ipAddressFrom(text)
  if (address === null) return -Errno.EINVAL
  const mapped = mappedIpv4(address)
  if (mapped !== null) return family === 6 ? mapped : -Errno.EAFNOSUPPORT
  return addressFamily(address) === family ? address : -Errno.EAFNOSUPPORT
}

function mappedIpv4(address: IpAddress): IpAddress | null {
  if (!address.startsWith(MAPPED)) return null
  const rest = address.slice(MAPPED.length)
  if (rest.includes('.')) return rest
  const groups = rest.split(':').map((group) => Number.parseInt(group, 16))
  if (groups.length !== 2) return null
  const [high, low] = groups as [number, number]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/** Returns the address as a program sees it: IPv4 on a family 6 socket is mapped. */
export function addressForProgram(address: IpAddress, family: Family): IpAddress {
  if (family === 4 || addressFamily(address) === 6) return address
  return address === '0.0.0.0' ? '::' : MAPPED + address
}

export function endpointForProgram(endpoint: Endpoint, family: Family): Endpoint {
  return { address: addressForProgram(endpoint.address, family), port: endpoint.port }
}

/** Returns the destination meant: with the unspecified address, programs reach their own host, as on Linux. */
export function destinationOf(address: IpAddress): IpAddress {
  if (address === '0.0.0.0') return '127.0.0.1'
  return address === '::' ? '::1' : address
}

export function isAny(address: IpAddress): boolean {
  return address === '0.0.0.0' || address === '::'
}
