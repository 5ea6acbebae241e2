/** IPv6 (RFC 8200): the fixed header. Extension headers are in `ipv6-extensions.ts`. */
import { type IpAddress, ipv6AddressAt, ipv6Bytes } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { hexField, ipField, numberField } from './field.ts'
import { IpProtocol } from './ipv4.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const IPV6_HEADER_LENGTH = 40
/** Smallest MTU that every link supports (RFC 8200 §5). */
export const IPV6_MINIMUM_MTU = 1280
/** Largest length behind the fixed header; jumbograms (RFC 2675) are not supported. */
export const IPV6_MAX_PAYLOAD = 65_535

export const NEXT_HEADER_MEANINGS: Readonly<Record<number, string>> = {
  [IpProtocol.HOP_BY_HOP]: 'IPv6 Hop-by-Hop Option',
  [IpProtocol.TCP]: 'TCP',
  [IpProtocol.UDP]: 'UDP',
  [IpProtocol.ROUTING]: 'Routing Header for IPv6',
  [IpProtocol.FRAGMENT]: 'Fragment Header for IPv6',
  [IpProtocol.ICMPV6]: 'ICMPv6',
  [IpProtocol.NO_NEXT_HEADER]: 'No Next Header for IPv6',
  [IpProtocol.DESTINATION_OPTIONS]: 'Destination Options for IPv6',
}

export const IPV6_FIELDS = [
  numberField('ipv6.version', 'Version', 0, 4),
  hexField('ipv6.tclass', 'Traffic Class', 4, 8, { word: 32 }),
  numberField('ipv6.tclass.dscp', 'Differentiated Services Codepoint', 4, 6, { word: 32, meanings: { 0: 'Default' } }),
  numberField('ipv6.tclass.ecn', 'Explicit Congestion Notification', 10, 2, {
    word: 32,
    meanings: { 0: 'Not ECN-Capable Transport', 1: 'ECT(1)', 2: 'ECT(0)', 3: 'Congestion Experienced' },
  }),
  hexField('ipv6.flow', 'Flow Label', 12, 20),
  numberField('ipv6.plen', 'Payload Length', 32, 16),
  numberField('ipv6.nxt', 'Next Header', 48, 8, { meanings: NEXT_HEADER_MEANINGS }),
  numberField('ipv6.hlim', 'Hop Limit', 56, 8),
  ipField('ipv6.src', 'Source Address', 64, 128),
  ipField('ipv6.dst', 'Destination Address', 192, 128),
] as const

export interface Ipv6Header {
  dscp: number
  ecn: number
  /** 20 bits (RFC 6437). */
  flowLabel: number
  /** First header of the payload: an extension header, or a protocol. */
  nextHeader: number
  hopLimit: number
  source: IpAddress
  destination: IpAddress
}

export interface Ipv6Packet extends Ipv6Header {
  /** Everything behind the fixed header, including extension headers. */
  payload: Uint8Array
}

/** Parses a packet without bytes behind the payload length (Ethernet's padding). */
export function parseIpv6(bytes: Uint8Array): Ipv6Packet | ParseError {
  const error = checkHeader(bytes)
  if (error !== null) return error
  const length = IPV6_HEADER_LENGTH + read16(bytes, 4)
  return length > bytes.length ? cutOff('ipv6', length, bytes.length) : readPacket(bytes, length)
}

/** Parses the packet that an ICMPv6 error quotes, as much of it as fits (RFC 4443 §2.4 c). */
export function parseQuotedIpv6(bytes: Uint8Array): Ipv6Packet | ParseError {
  return checkHeader(bytes) ?? readPacket(bytes, Math.min(IPV6_HEADER_LENGTH + read16(bytes, 4), bytes.length))
}

function checkHeader(bytes: Uint8Array): ParseError | null {
  if (bytes.length < IPV6_HEADER_LENGTH) return cutOff('ipv6', IPV6_HEADER_LENGTH, bytes.length)
  return bytes[0]! >> 4 === 6 ? null : new ParseError('ipv6', `version ${bytes[0]! >> 4} instead of 6`)
}

function readPacket(bytes: Uint8Array, end: number): Ipv6Packet {
  const first = read32(bytes, 0)
  return {
    dscp: (first >>> 22) & 63,
    ecn: (first >>> 20) & 3,
    flowLabel: first & 0xfffff,
    nextHeader: bytes[6]!,
    hopLimit: bytes[7]!,
    source: ipv6AddressAt(bytes, 8),
    destination: ipv6AddressAt(bytes, 24),
    payload: bytes.subarray(IPV6_HEADER_LENGTH, end),
  }
}

/**
 * Writes a header for a payload of `payloadLength` bytes, including extension headers; returns the payload's offset.
 * Throws RangeError if the payload would exceed 65,535 bytes.
 */
export function writeIpv6Header(target: Uint8Array, at: number, header: Ipv6Header, payloadLength: number): number {
  if (payloadLength > IPV6_MAX_PAYLOAD) throw new RangeError(`An IPv6 payload of ${payloadLength} bytes is too long`)
  write32(target, at, (0x6000_0000 | (header.dscp << 22) | (header.ecn << 20) | header.flowLabel) >>> 0)
  write16(target, at + 4, payloadLength)
  target[at + 6] = header.nextHeader
  target[at + 7] = header.hopLimit
  target.set(ipv6Bytes(header.source), at + 8)
  target.set(ipv6Bytes(header.destination), at + 24)
  return at + IPV6_HEADER_LENGTH
}

export function emitIpv6(packet: Ipv6Packet): Uint8Array {
  const bytes = new Uint8Array(IPV6_HEADER_LENGTH + packet.payload.length)
  bytes.set(packet.payload, writeIpv6Header(bytes, 0, packet, packet.payload.length))
  return bytes
}
