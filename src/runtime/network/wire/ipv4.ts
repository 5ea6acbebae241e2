/** IPv4 (RFC 791), with the DS field of RFC 2474 and ECN of RFC 3168 in place of the old type of service. */
import { type IpAddress, ipv4FromNumber, ipv4Number } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { flagField, hexField, ipField, numberField } from './field.ts'
import { internetChecksum } from './internet-checksum.ts'
import type { OptionListFormat } from './option-list.ts'
import { cutOff, NO_BYTES, ParseError } from './parse-error.ts'

/** Without options. */
export const IPV4_HEADER_LENGTH = 20
export const IPV4_MAX_LENGTH = 65_535

/** IANA's protocol numbers, which IPv6 uses for its extension headers too (RFC 8200 §4). */
export const IpProtocol = {
  HOP_BY_HOP: 0,
  ICMP: 1,
  IGMP: 2,
  TCP: 6,
  UDP: 17,
  ROUTING: 43,
  FRAGMENT: 44,
  ICMPV6: 58,
  NO_NEXT_HEADER: 59,
  DESTINATION_OPTIONS: 60,
} as const

export const IPV4_FIELDS = [
  numberField('ip.version', 'Version', 0, 4),
  numberField('ip.hdr_len', 'Header Length', 4, 4, { scale: 4 }),
  hexField('ip.dsfield', 'Differentiated Services Field', 8, 8),
  numberField('ip.dsfield.dscp', 'Differentiated Services Codepoint', 8, 6, { meanings: { 0: 'Default' } }),
  numberField('ip.dsfield.ecn', 'Explicit Congestion Notification', 14, 2, {
    meanings: { 0: 'Not ECN-Capable Transport', 1: 'ECT(1)', 2: 'ECT(0)', 3: 'Congestion Experienced' },
  }),
  numberField('ip.len', 'Total Length', 16, 16),
  hexField('ip.id', 'Identification', 32, 16),
  hexField('ip.flags', 'Flags', 48, 3),
  flagField('ip.flags.rb', 'Reserved bit', 48),
  flagField('ip.flags.df', "Don't fragment", 49),
  flagField('ip.flags.mf', 'More fragments', 50),
  // In units of 8 bytes, as Wireshark's field is.
  numberField('ip.frag_offset', 'Fragment Offset', 51, 13),
  numberField('ip.ttl', 'Time to Live', 64, 8),
  numberField('ip.proto', 'Protocol', 72, 8, { meanings: { 1: 'ICMP', 2: 'IGMP', 6: 'TCP', 17: 'UDP' } }),
  hexField('ip.checksum', 'Header Checksum', 80, 16),
  ipField('ip.src', 'Source Address', 96),
  ipField('ip.dst', 'Destination Address', 128),
] as const

const ROUTER_ALERT_OPTION = 148
const ROUTER_ALERT = numberField('ip.opt.ra', 'Router Alert', 16, 16, {
  meanings: { 0: 'Router shall examine packet (0)' },
})

/** Format of options behind the fixed header (RFC 791 §3.1; router alert: RFC 2113). A wrong length ends the list: the receiver ignores the rest. */
export const IPV4_OPTION_LIST: OptionListFormat = {
  kind: [
    numberField('ip.opt.type', 'Type', 0, 8, { meanings: { 0: 'End of Options List', 1: 'No-Operation' } }),
    flagField('ip.opt.type.copy', 'Copy on fragmentation', 0),
    numberField('ip.opt.type.class', 'Class', 1, 2),
    numberField('ip.opt.type.number', 'Number', 3, 5),
  ],
  more: [numberField('ip.opt.len', 'Length', 8, 8)],
  lengthAt(bytes, at) {
    if (bytes[at]! <= 1) return 1
    const length = bytes[at + 1] ?? 0
    return length >= 2 && at + length <= bytes.length ? length : 0
  },
  end: 0,
  valueFields: (kind, length) => (kind === ROUTER_ALERT_OPTION && length === 4 ? [ROUTER_ALERT] : []),
  values: [ROUTER_ALERT],
}

export interface Ipv4Header {
  dscp: number
  ecn: number
  identification: number
  /** The bit that RFC 791 reserves; it must be 0. */
  reservedFlag: boolean
  dontFragment: boolean
  moreFragments: boolean
  /** In bytes, a multiple of 8. */
  fragmentOffset: number
  ttl: number
  protocol: number
  source: IpAddress
  destination: IpAddress
  /** As on the wire, a multiple of 4 bytes long, at most 40. */
  options: Uint8Array
}

export interface Ipv4Packet extends Ipv4Header {
  payload: Uint8Array
}

/** Parses a packet without bytes behind the total length (Ethernet's padding) and without verifying the checksum: see `ipv4ChecksumOk`. */
export function parseIpv4(bytes: Uint8Array): Ipv4Packet | ParseError {
  const error = checkHeader(bytes)
  if (error !== null) return error
  const totalLength = read16(bytes, 2)
  if (totalLength > bytes.length) return cutOff('ip', totalLength, bytes.length)
  return readPacket(bytes, totalLength)
}

/**
 * Parses the packet that an ICMP error quotes: its header and as much of the rest as the sender copied (RFC 792: 8 bytes,
 * RFC 1812 §4.3.2.3: more).
 */
export function parseQuotedIpv4(bytes: Uint8Array): Ipv4Packet | ParseError {
  return checkHeader(bytes) ?? readPacket(bytes, Math.min(read16(bytes, 2), bytes.length))
}

function checkHeader(bytes: Uint8Array): ParseError | null {
  if (bytes.length < IPV4_HEADER_LENGTH) return cutOff('ip', IPV4_HEADER_LENGTH, bytes.length)
  if (bytes[0]! >> 4 !== 4) return new ParseError('ip', `version ${bytes[0]! >> 4} instead of 4`)
  const headerLength = (bytes[0]! & 15) * 4
  if (headerLength < IPV4_HEADER_LENGTH)
    return new ParseError('ip', `a header length of ${headerLength} bytes is below 20`)
  if (headerLength > bytes.length) return cutOff('ip', headerLength, bytes.length)
  const totalLength = read16(bytes, 2)
  return totalLength < headerLength
    ? new ParseError('ip', `the total length ${totalLength} is below the header's`)
    : null
}

function readPacket(bytes: Uint8Array, end: number): Ipv4Packet {
  const headerLength = (bytes[0]! & 15) * 4
  const fragment = read16(bytes, 6)
  return {
    dscp: bytes[1]! >> 2,
    ecn: bytes[1]! & 3,
    identification: read16(bytes, 4),
    reservedFlag: (fragment & 0x8000) !== 0,
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    ttl: bytes[8]!,
    protocol: bytes[9]!,
    source: ipv4FromNumber(read32(bytes, 12)),
    destination: ipv4FromNumber(read32(bytes, 16)),
    options: headerLength === IPV4_HEADER_LENGTH ? NO_BYTES : bytes.subarray(IPV4_HEADER_LENGTH, headerLength),
    payload: bytes.subarray(headerLength, end),
  }
}

/** Verifies the header's checksum. `bytes` start with a header accepted by `parseIpv4`. */
export function ipv4ChecksumOk(bytes: Uint8Array): boolean {
  return internetChecksum(bytes, 0, (bytes[0]! & 15) * 4) === 0
}

/**
 * Writes a header, with its checksum, for a payload of `payloadLength` bytes; returns the payload's offset. Throws
 * RangeError if the packet would exceed 65,535 bytes or the options are invalid.
 */
export function writeIpv4Header(target: Uint8Array, at: number, header: Ipv4Header, payloadLength: number): number {
  const { options } = header
  const end = at + IPV4_HEADER_LENGTH + options.length
  const totalLength = end - at + payloadLength
  if (totalLength > IPV4_MAX_LENGTH) throw new RangeError(`An IPv4 packet of ${totalLength} bytes is too long`)
  if (options.length > 40 || options.length % 4 !== 0) throw new RangeError(`${options.length} bytes of IPv4 options`)
  target[at] = 0x40 | ((end - at) >> 2)
  target[at + 1] = (header.dscp << 2) | header.ecn
  write16(target, at + 2, totalLength)
  write16(target, at + 4, header.identification)
  const flags =
    (header.reservedFlag ? 0x8000 : 0) | (header.dontFragment ? 0x4000 : 0) | (header.moreFragments ? 0x2000 : 0)
  write16(target, at + 6, flags | (header.fragmentOffset >> 3))
  target[at + 8] = header.ttl
  target[at + 9] = header.protocol
  write16(target, at + 10, 0)
  write32(target, at + 12, ipv4Number(header.source))
  write32(target, at + 16, ipv4Number(header.destination))
  if (options.length > 0) target.set(options, at + IPV4_HEADER_LENGTH)
  write16(target, at + 10, internetChecksum(target, at, end))
  return end
}

export function emitIpv4(packet: Ipv4Packet): Uint8Array {
  const bytes = new Uint8Array(IPV4_HEADER_LENGTH + packet.options.length + packet.payload.length)
  bytes.set(packet.payload, writeIpv4Header(bytes, 0, packet, packet.payload.length))
  return bytes
}
