/** The five values that name one direction of a connection (Linux's nf_conntrack_tuple), read from packets. */
import type { IpAddress } from '../../../address/index.ts'
import { read16 } from '../../../bytes.ts'
import {
  ICMP_HEADER_LENGTH,
  IcmpType,
  Icmpv6Type,
  IpProtocol,
  type Ipv6Packet,
  icmpChecksumOk,
  icmpv6ChecksumOk,
  ipv4ChecksumOk,
  isIcmpError,
  isIcmpv6Error,
  ParseError,
  parseExtensions,
  parseQuotedIpv4,
  parseQuotedIpv6,
} from '../../../wire/index.ts'
import { transportPorts } from '../flow-ports.ts'
import type { IpPacket } from '../ip-packet.ts'

export interface Tuple {
  readonly protocol: number
  readonly source: Endpoint
  readonly destination: Endpoint
}

/** An ICMP query's identifier counts as the asking host's port; its other port is 0, as both are for protocols without ports. */
export interface Endpoint {
  readonly address: IpAddress
  readonly port: number
}

export function keyOf({ protocol, source, destination }: Tuple): string {
  return `${protocol} ${source.address} ${source.port} ${destination.address} ${destination.port}`
}

/** The tuple of an answer. */
export function reversed({ protocol, source, destination }: Tuple): Tuple {
  return { protocol, source: destination, destination: source }
}

export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address === b.address
}

/** ICMP and ICMPv6 message types that are queries (RFC 792; RFC 4443 §4). */
export const ICMP_QUERIES: Readonly<Record<number, readonly number[]>> = {
  [IpProtocol.ICMP]: [IcmpType.ECHO_REQUEST, IcmpType.TIMESTAMP_REQUEST],
  [IpProtocol.ICMPV6]: [Icmpv6Type.ECHO_REQUEST],
}
/** Types that reply to them. */
export const ICMP_REPLIES: Readonly<Record<number, readonly number[]>> = {
  [IpProtocol.ICMP]: [IcmpType.ECHO_REPLY, IcmpType.TIMESTAMP_REPLY],
  [IpProtocol.ICMPV6]: [Icmpv6Type.ECHO_REPLY],
}

/** Null for ICMP that is neither query nor answer, for fragments, and where the ports are cut off. */
export function tupleOf({ protocol, source, destination, payload }: TupleSource): Tuple | null {
  const ports = portsOf(protocol, payload)
  if (ports === null) return null
  return {
    protocol,
    source: { address: source, port: ports.source },
    destination: { address: destination, port: ports.destination },
  }
}
type TupleSource = Pick<IpPacket, 'protocol' | 'source' | 'destination' | 'payload'>

function portsOf(protocol: number, payload: Uint8Array): { source: number; destination: number } | null {
  if (protocol === IpProtocol.TCP || protocol === IpProtocol.UDP) {
    const ports = transportPorts(protocol, payload)
    return ports && { source: ports.sourcePort, destination: ports.destinationPort }
  }
  if (protocol === IpProtocol.FRAGMENT) return null
  const [queries, replies] = [ICMP_QUERIES[protocol], ICMP_REPLIES[protocol]]
  if (queries === undefined || replies === undefined) return { source: 0, destination: 0 }
  if (payload.length < ICMP_HEADER_LENGTH) return null
  const identifier = read16(payload, 4)
  if (queries.includes(payload[0]!)) return { source: identifier, destination: 0 }
  return replies.includes(payload[0]!) ? { source: 0, destination: identifier } : null
}

/** Whether it is an ICMP error of either family. */
export function isError({ protocol, payload }: Pick<IpPacket, 'protocol' | 'payload'>): boolean {
  const type = payload[0] ?? 0
  return (protocol === IpProtocol.ICMP && isIcmpError(type)) || (protocol === IpProtocol.ICMPV6 && isIcmpv6Error(type))
}

/**
 * The tuple of the packet that an ICMP error quotes. Null where too little of it is there, and where a checksum is wrong: a translated
 * error gets a new one, which would hide the damage (RFC 5508 §4.1, REQ-3). The quoted transport checksum is not looked at (REQ-3c).
 */
export function quotedTuple({ protocol, source, destination, payload }: TupleSource): Tuple | null {
  const bytes = payload.subarray(ICMP_HEADER_LENGTH)
  if (protocol === IpProtocol.ICMP) {
    if (!icmpChecksumOk(payload)) return null
    const quoted = parseQuotedIpv4(bytes)
    if (quoted instanceof ParseError || !ipv4ChecksumOk(bytes)) return null
    return quoted.fragmentOffset > 0 ? null : tupleOf(quoted)
  }
  if (!icmpv6ChecksumOk(payload, source, destination)) return null
  const quoted = parseQuotedIpv6(bytes)
  return quoted instanceof ParseError ? null : tupleOf(upperLayerOf(quoted))
}

/** A packet of IPv6 without its extension headers. A fragment stays one: only the first of them has ports. */
export function upperLayerOf({ source, destination, nextHeader, payload }: Ipv6Packet): TupleSource {
  const { protocol, start, headers } = parseExtensions(nextHeader, payload)
  const isFragment = headers.some(({ kind }) => kind === 'fragment')
  return {
    protocol: isFragment ? IpProtocol.FRAGMENT : protocol,
    source,
    destination,
    payload: payload.subarray(start),
  }
}
