/** IP packets to and from what scripts speak of. */
import {
  addressFamily,
  emitIpv4,
  emitIpv6,
  emitTcp,
  emitUdp,
  type IpAddress,
  IpProtocol,
  ParseError,
  parseIpv4,
  parseIpv6,
  parseTcp,
  parseTcpOptions,
  parseUdp,
  type TcpOption,
  type TcpSegment,
} from '#network'

/** A sent packet, parsed. `transport` is null for anything but TCP and UDP. */
export interface SeenPacket {
  at: number
  source: IpAddress
  destination: IpAddress
  ecn: number
  dscp: number
  ttl: number
  protocol: number
  segment: (TcpSegment & { parsedOptions: readonly TcpOption[] }) | null
  datagram: { sourcePort: number; destinationPort: number; length: number } | null
  bytes: Uint8Array
}

/** null for what is no IP packet with a whole header. */
export function readPacket(at: number, bytes: Uint8Array): SeenPacket | null {
  const six = bytes[0]! >> 4 === 6
  const header = six ? parseIpv6(bytes) : parseIpv4(bytes)
  if (header instanceof ParseError) return null
  const protocol = 'nextHeader' in header ? header.nextHeader : header.protocol
  const ttl = 'hopLimit' in header ? header.hopLimit : header.ttl
  const { source, destination, ecn, dscp, payload } = header
  const segment = protocol === IpProtocol.TCP ? parseTcp(payload) : null
  const datagram = protocol === IpProtocol.UDP ? parseUdp(payload) : null
  const options = segment === null || segment instanceof ParseError ? null : parseTcpOptions(segment.options)
  return {
    at,
    source,
    destination,
    ecn,
    dscp,
    ttl,
    protocol,
    segment:
      segment === null || segment instanceof ParseError || options === null
        ? null
        : { ...segment, parsedOptions: options instanceof ParseError ? [] : options },
    datagram:
      datagram === null || datagram instanceof ParseError
        ? null
        : {
            sourcePort: datagram.sourcePort,
            destinationPort: datagram.destinationPort,
            length: datagram.payload.length,
          },
    bytes,
  }
}

export interface IpManner {
  source: IpAddress
  destination: IpAddress
  ecn: number
  dscp: number
  ttl: number
}

export function ipPacket(manner: IpManner, protocol: number, payload: Uint8Array): Uint8Array {
  const { source, destination, ecn, dscp, ttl } = manner
  if (addressFamily(source) === 6) {
    return emitIpv6({ dscp, ecn, flowLabel: 0, nextHeader: protocol, hopLimit: ttl, source, destination, payload })
  }
  return emitIpv4({
    dscp,
    ecn,
    identification: 0,
    reservedFlag: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    ttl,
    protocol,
    source,
    destination,
    options: new Uint8Array(0),
    payload,
  })
}

export function tcpPacket(manner: IpManner, segment: TcpSegment): Uint8Array {
  return ipPacket(manner, IpProtocol.TCP, emitTcp(segment, manner.source, manner.destination))
}

export function udpPacket(manner: IpManner, sourcePort: number, destinationPort: number, length: number): Uint8Array {
  const datagram = { sourcePort, destinationPort, payload: new Uint8Array(length) }
  return ipPacket(manner, IpProtocol.UDP, emitUdp(datagram, manner.source, manner.destination))
}
