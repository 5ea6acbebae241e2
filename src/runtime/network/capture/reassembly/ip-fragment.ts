import type { IpAddress } from '../../address/index.ts'
import {
  EtherType,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  readFragmentHeader,
} from '../../wire/index.ts'

/** What a frame holds of a datagram that was fragmented. */
export interface IpFragment {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly protocol: number
  readonly identification: number
  readonly start: number
  readonly isLast: boolean
  readonly payload: Uint8Array
}

/** The fragment in a frame; null when its packet is whole, empty, or cannot be read. */
export function ipFragment(bytes: Uint8Array): IpFragment | null {
  const ethernet = parseEthernet(bytes)
  if (ethernet instanceof ParseError) return null
  if (ethernet.type === EtherType.IPV4) return fragmentOfIpv4(ethernet.payload)
  return ethernet.type === EtherType.IPV6 ? fragmentOfIpv6(ethernet.payload) : null
}

function fragmentOfIpv4(bytes: Uint8Array): IpFragment | null {
  // Most packets are whole: their two bytes of flags and offset say so.
  if (bytes.length < 8 || ((bytes[6]! & 0x3f) | bytes[7]!) === 0) return null
  const packet = parseIpv4(bytes)
  if (packet instanceof ParseError || packet.payload.length === 0) return null
  const { source, destination, protocol, identification, fragmentOffset, moreFragments, payload } = packet
  return { source, destination, protocol, identification, start: fragmentOffset, isLast: !moreFragments, payload }
}

function fragmentOfIpv6(bytes: Uint8Array): IpFragment | null {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return null
  const chain = parseExtensions(packet.nextHeader, packet.payload)
  const header = chain.headers.find(({ kind }) => kind === 'fragment')
  if (header === undefined) return null
  const { offset, moreFragments, identification } = readFragmentHeader(packet.payload, header.start)
  const payload = packet.payload.subarray(header.end)
  // An atomic fragment is a whole packet (RFC 6946).
  if (payload.length === 0 || (offset === 0 && !moreFragments)) return null
  const { source, destination } = packet
  return {
    ...{ source, destination, protocol: header.nextHeader, identification },
    ...{ start: offset, isLast: !moreFragments, payload },
  }
}
