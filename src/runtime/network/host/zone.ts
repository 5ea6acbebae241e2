/** Zones of IPv6 addresses that are valid on one link only (RFC 4007): `fe80::1%eth0`, as programs write and see them. */
import { addressFamily, addressKind, type Family, type IpAddress, ipv6Bytes, isMulticast } from '../address/index.ts'
import { Errno } from '../errno.ts'
import type { IpLayer, NetworkInterface } from './ip/index.ts'
import type { Endpoint } from './socket.ts'
import { addressFromProgram, endpointForProgram, isAny } from './socket-address.ts'

/** Address and the interface that its zone names; null without one. */
export interface ZonedAddress {
  readonly address: IpAddress
  readonly zone: NetworkInterface | null
}

/** Widest scope of a group that needs a zone: the link (RFC 4291 2.7). */
const LINK_SCOPE = 2

/**
 * Parses an address that a program gave. As in Linux's sockaddr_in6, a zone only counts if the address needs one, and an
 * unknown zone counts as none. Returns -errno as `addressFromProgram` does.
 */
export function zonedAddressFrom(ip: IpLayer, text: string, family: Family): ZonedAddress | number {
  const mark = text.indexOf('%')
  const address = addressFromProgram(mark < 0 ? text : text.slice(0, mark), family)
  if (typeof address === 'number') return address
  const name = mark < 0 ? '' : text.slice(mark + 1)
  const zone = needsZone(address) ? ip.interfaces.find((device) => device.name === name) : undefined
  return { address, zone: zone ?? null }
}

/** Returns the address to bind a socket to: one of the host's own, on the zone's interface, or any. EADDRNOTAVAIL for others. */
export function addressToBind(ip: IpLayer, text: string, family: Family): ZonedAddress | number {
  const named = zonedAddressFrom(ip, text, family)
  if (typeof named === 'number' || isAny(named.address)) return named
  const { address, zone } = named
  const isOwn = ip.owns(address) && (zone === null || ip.ownerOf(address) === zone)
  return isOwn ? named : -Errno.EADDRNOTAVAIL
}

function needsZone(address: IpAddress): boolean {
  if (addressFamily(address) === 4) return false
  return isLinkLocal(address) || (isMulticast(address) && (ipv6Bytes(address)[1]! & 15) <= LINK_SCOPE)
}

export function isLinkLocal(address: IpAddress): boolean {
  return addressFamily(address) === 6 && addressKind(address) === 'link-local'
}

/** Returns an endpoint on `device`'s link as a program sees it. */
export function zonedEndpoint(endpoint: Endpoint, family: Family, device: NetworkInterface | null): Endpoint {
  if (device === null || !isLinkLocal(endpoint.address)) return endpointForProgram(endpoint, family)
  return { address: `${endpoint.address}%${device.name}`, port: endpoint.port }
}
