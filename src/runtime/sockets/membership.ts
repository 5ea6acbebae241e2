/** Structs with which a program names a group or an interface to the kernel. */
import { Errno, formatIpAddress, parseIpAddress } from '#network'
import type { SocketsModule } from './api.ts'
import { systemError } from './system-error.ts'

export const membership: SocketsModule['membership'] = (group, interfaceIndex = 0) => {
  const address = parseIpAddress(group)
  if (address === null) throw systemError('setsockopt', Errno.EINVAL)
  const isIpv4 = address.length === 4
  const request = new Uint8Array(isIpv4 ? 12 : 20)
  request.set(address, 0)
  new DataView(request.buffer).setInt32(isIpv4 ? 8 : 16, interfaceIndex, true)
  return request
}

export const packetMembership: SocketsModule['packetMembership'] = (interfaceIndex, type) => {
  const request = new Uint8Array(16)
  const view = new DataView(request.buffer)
  view.setInt32(0, interfaceIndex, true)
  view.setUint16(4, type, true)
  return request
}

/** Content of a struct: a group, and the interface by its number or, in IPv4 alone, by an address of it ('' for the kernel's choice). */
export interface GroupRequest {
  group: string
  interfaceIndex: number
  address: string
}

/** struct ip_mreq, ip_mreqn (or in_addr alone, of IP_MULTICAST_IF) or ipv6_mreq; null for an invalid one. */
export function readMembership(family: 4 | 6, request: Uint8Array): GroupRequest | null {
  const view = new DataView(request.buffer, request.byteOffset, request.length)
  if (family === 6) {
    if (request.length < 20) return null
    return { group: formatIpAddress(request.slice(0, 16)), interfaceIndex: view.getInt32(16, true), address: '' }
  }
  if (request.length < 4) return null
  const [first, second] = [request.slice(0, 4), request.slice(4, 8)]
  const chosen = formatIpAddress(request.length < 8 ? first : second)
  return {
    group: formatIpAddress(first),
    interfaceIndex: request.length < 12 ? 0 : view.getInt32(8, true),
    address: chosen === '0.0.0.0' ? '' : chosen,
  }
}

/** Number of the interface of a struct packet_mreq. */
export function readPacketMembership(request: Uint8Array): number {
  return request.length < 4 ? 0 : new DataView(request.buffer, request.byteOffset, request.length).getInt32(0, true)
}
