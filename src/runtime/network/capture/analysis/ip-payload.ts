import type { IpAddress } from '../../address/index.ts'
import {
  EtherType,
  IpProtocol,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  readFragmentHeader,
} from '../../wire/index.ts'
import type { IpDatagram } from '../reassembly/index.ts'

/** What an IP packet carries, whole. */
export interface IpPayload {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly protocol: number
  readonly payload: Uint8Array
}

/** What the frame carries, or the datagram that it completes; null for what is no IP, is a fragment, or cannot be read. */
export function ipPayload(bytes: Uint8Array, datagram: IpDatagram | null = null): IpPayload | null {
  if (datagram !== null) return datagram
  const ethernet = parseEthernet(bytes)
  if (ethernet instanceof ParseError) return null
  if (ethernet.type === EtherType.IPV6) return payloadOfIpv6(ethernet.payload)
  if (ethernet.type !== EtherType.IPV4) return null
  const packet = parseIpv4(ethernet.payload)
  if (packet instanceof ParseError) return null
  return packet.fragmentOffset === 0 && !packet.moreFragments ? packet : null
}

function payloadOfIpv6(bytes: Uint8Array): IpPayload | null {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return null
  const { source, destination } = packet
  if (packet.nextHeader === IpProtocol.TCP)
    return { source, destination, protocol: IpProtocol.TCP, payload: packet.payload }
  const { headers, protocol, start, error } = parseExtensions(packet.nextHeader, packet.payload)
  if (error !== null) return null
  const fragment = headers.find(({ kind }) => kind === 'fragment')
  if (fragment !== undefined) {
    const { offset, moreFragments } = readFragmentHeader(packet.payload, fragment.start)
    if (offset > 0 || moreFragments) return null
  }
  return { source, destination, protocol, payload: packet.payload.subarray(start) }
}
