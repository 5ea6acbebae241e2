import type { IpAddress } from '../../address/index.ts'
import {
  EtherType,
  IpProtocol,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  parseTcp,
  readFragmentHeader,
  type TcpSegment,
} from '../../wire/index.ts'
import type { IpDatagram } from '../reassembly/index.ts'

export interface TcpFrame {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly segment: TcpSegment
}

/** The TCP segment of a frame, or of the datagram that it completes; null when there is none that can be read whole. */
export function tcpFrame(bytes: Uint8Array, datagram: IpDatagram | null = null): TcpFrame | null {
  const packet = datagram === null ? packetOf(bytes) : datagram.protocol === IpProtocol.TCP ? datagram : null
  if (packet === null) return null
  const segment = parseTcp(packet.payload)
  return segment instanceof ParseError ? null : { source: packet.source, destination: packet.destination, segment }
}

interface Carried {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly payload: Uint8Array
}

function packetOf(bytes: Uint8Array): Carried | null {
  const ethernet = parseEthernet(bytes)
  if (ethernet instanceof ParseError) return null
  if (ethernet.type === EtherType.IPV6) return packetOfIpv6(ethernet.payload)
  if (ethernet.type !== EtherType.IPV4) return null
  const packet = parseIpv4(ethernet.payload)
  if (packet instanceof ParseError || packet.protocol !== IpProtocol.TCP) return null
  return packet.fragmentOffset === 0 && !packet.moreFragments ? packet : null
}

function packetOfIpv6(bytes: Uint8Array): Carried | null {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return null
  const { headers, protocol, start, error } = parseExtensions(packet.nextHeader, packet.payload)
  if (error !== null || protocol !== IpProtocol.TCP) return null
  const fragment = headers.find(({ kind }) => kind === 'fragment')
  if (fragment !== undefined) {
    const { offset, moreFragments } = readFragmentHeader(packet.payload, fragment.start)
    if (offset > 0 || moreFragments) return null
  }
  return { source: packet.source, destination: packet.destination, payload: packet.payload.subarray(start) }
}
