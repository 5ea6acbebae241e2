import type { IpAddress } from '../../address/index.ts'
import {
  ETHERNET_HEADER_LENGTH,
  EtherType,
  etherTypeOf,
  IpProtocol,
  ParseError,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  readFragmentHeader,
} from '../../wire/index.ts'

/** Content of an IP packet. */
export interface IpPayload {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly protocol: number
  readonly payload: Uint8Array
}

/** Fragment of a packet. */
export interface IpFragment extends IpPayload {
  readonly identification: number
  readonly start: number
  readonly isLast: boolean
}

/** Returns the packet or fragment in a frame; null if it is not IP or unreadable. */
export function ipContent(bytes: Uint8Array): IpPayload | IpFragment | null {
  if (bytes.length < ETHERNET_HEADER_LENGTH) return null
  const [type, packet] = [etherTypeOf(bytes), bytes.subarray(ETHERNET_HEADER_LENGTH)]
  if (type === EtherType.IPV4) return contentOfIpv4(packet)
  return type === EtherType.IPV6 ? contentOfIpv6(packet) : null
}

export function isFragment(content: IpPayload | IpFragment): content is IpFragment {
  return 'start' in content
}

function contentOfIpv4(bytes: Uint8Array): IpPayload | IpFragment | null {
  const packet = parseIpv4(bytes)
  if (packet instanceof ParseError) return null
  const { source, destination, protocol, identification, fragmentOffset: start, moreFragments, payload } = packet
  if (start === 0 && !moreFragments) return packet
  return { source, destination, protocol, payload, identification, start, isLast: !moreFragments }
}

function contentOfIpv6(bytes: Uint8Array): IpPayload | IpFragment | null {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return null
  const { source, destination, payload } = packet
  // Most packets have no other header.
  if (packet.nextHeader === IpProtocol.TCP) return { source, destination, protocol: IpProtocol.TCP, payload }
  const { headers, protocol, start, error } = parseExtensions(packet.nextHeader, payload)
  const header = headers.find(({ kind }) => kind === 'fragment')
  if (header !== undefined) {
    const { offset, moreFragments, identification } = readFragmentHeader(payload, header.start)
    const piece = { source, destination, protocol: header.nextHeader, payload: payload.subarray(header.end) }
    // An atomic fragment is a whole packet (RFC 6946).
    if (offset > 0 || moreFragments) return { ...piece, identification, start: offset, isLast: !moreFragments }
  }
  return error === null ? { source, destination, protocol, payload: payload.subarray(start) } : null
}
