/** ICMPv6 (RFC 4443): echo and errors. Its neighbor discovery and MLD messages are in separate files. */
import type { IpAddress } from '../address/index.ts'
import { read32, write16, write32 } from '../bytes.ts'
import { bytesField, type HeaderField, hexField, numberField } from './field.ts'
import { ICMP_HEADER_LENGTH, type IcmpMessage } from './icmp.ts'
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts'
import { IpProtocol } from './ipv4.ts'
import { IPV6_HEADER_LENGTH, IPV6_MINIMUM_MTU } from './ipv6.ts'
import { cutOff, type ParseError } from './parse-error.ts'

export const Icmpv6Type = {
  DESTINATION_UNREACHABLE: 1,
  PACKET_TOO_BIG: 2,
  TIME_EXCEEDED: 3,
  PARAMETER_PROBLEM: 4,
  ECHO_REQUEST: 128,
  ECHO_REPLY: 129,
  MLD_QUERY: 130,
  MLD_REPORT: 131,
  MLD_DONE: 132,
  ROUTER_SOLICITATION: 133,
  ROUTER_ADVERTISEMENT: 134,
  NEIGHBOR_SOLICITATION: 135,
  NEIGHBOR_ADVERTISEMENT: 136,
  REDIRECT: 137,
  MLDV2_REPORT: 143,
} as const

export const Icmpv6Code = {
  NO_ROUTE: 0,
  PROHIBITED: 1,
  BEYOND_SCOPE: 2,
  ADDRESS_UNREACHABLE: 3,
  PORT_UNREACHABLE: 4,
  FAILED_POLICY: 5,
  REJECT_ROUTE: 6,
  HOP_LIMIT_EXCEEDED: 0,
  REASSEMBLY_TIME_EXCEEDED: 1,
  ERRONEOUS_FIELD: 0,
  UNKNOWN_NEXT_HEADER: 1,
  UNKNOWN_OPTION: 2,
} as const

const TYPE_MEANINGS: Readonly<Record<number, string>> = {
  1: 'Destination Unreachable',
  2: 'Packet Too Big',
  3: 'Time Exceeded',
  4: 'Parameter Problem',
  128: 'Echo (ping) request',
  129: 'Echo (ping) reply',
  130: 'Multicast Listener Query',
  131: 'Multicast Listener Report',
  132: 'Multicast Listener Done',
  133: 'Router Solicitation',
  134: 'Router Advertisement',
  135: 'Neighbor Solicitation',
  136: 'Neighbor Advertisement',
  137: 'Redirect',
  143: 'Multicast Listener Report Message v2',
}

/** By type, then by code, in Wireshark's words. */
const CODE_MEANINGS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: {
    0: 'no route to destination',
    1: 'Administratively prohibited',
    2: 'Beyond scope of source address',
    3: 'Address unreachable',
    4: 'Port unreachable',
    5: 'Source address failed ingress/egress policy',
    6: 'Reject route to destination',
  },
  3: { 0: 'hop limit exceeded in transit', 1: 'fragment reassembly time exceeded' },
  4: {
    0: 'erroneous header field encountered',
    1: 'unrecognized Next Header type encountered',
    2: 'unrecognized IPv6 option encountered',
  },
}

/** Describes a type and code: `Destination Unreachable (Port unreachable)`. */
export function icmpv6Meaning(type: number, code: number): string {
  const typeMeaning = TYPE_MEANINGS[type] ?? `Type ${type}`
  const codeMeaning = CODE_MEANINGS[type]?.[code]
  return codeMeaning === undefined ? typeMeaning : `${typeMeaning} (${codeMeaning})`
}

export const ICMPV6_FIELDS = [
  numberField('icmpv6.type', 'Type', 0, 8, { meanings: TYPE_MEANINGS }),
  numberField('icmpv6.code', 'Code', 8, 8),
  hexField('icmpv6.checksum', 'Checksum', 16, 16),
] as const

const ECHO_FIELDS = [
  numberField('icmpv6.echo.identifier', 'Identifier', 32, 16),
  numberField('icmpv6.echo.sequence_number', 'Sequence', 48, 16),
] as const
const MTU_FIELDS = [numberField('icmpv6.mtu', 'MTU', 32, 32)] as const
const POINTER_FIELDS = [numberField('icmpv6.pointer', 'Pointer', 32, 32)] as const
const RESERVED_FIELDS = [bytesField('icmpv6.reserved', 'Reserved', 32, 32)] as const
/** All fields that the second word may hold. */
export const ICMPV6_REST_FIELDS: readonly HeaderField[] = [
  ...ECHO_FIELDS,
  ...MTU_FIELDS,
  ...POINTER_FIELDS,
  ...RESERVED_FIELDS,
]
const RESERVED_TYPES: ReadonlySet<number> = new Set([
  ...[Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Type.TIME_EXCEEDED, Icmpv6Type.ROUTER_SOLICITATION],
  ...[Icmpv6Type.NEIGHBOR_SOLICITATION, Icmpv6Type.REDIRECT],
])

/** Returns the fields of the second word of the first 8 bytes, which depend on the type. */
export function icmpv6RestFields(type: number): readonly HeaderField[] {
  if (type === Icmpv6Type.ECHO_REQUEST || type === Icmpv6Type.ECHO_REPLY) return ECHO_FIELDS
  if (type === Icmpv6Type.PACKET_TOO_BIG) return MTU_FIELDS
  if (type === Icmpv6Type.PARAMETER_PROBLEM) return POINTER_FIELDS
  return RESERVED_TYPES.has(type) ? RESERVED_FIELDS : []
}

/** Parses a message, which has ICMP's form, without verifying its checksum: see `icmpv6ChecksumOk`. */
export function parseIcmpv6(bytes: Uint8Array): IcmpMessage | ParseError {
  if (bytes.length < ICMP_HEADER_LENGTH) return cutOff('icmpv6', ICMP_HEADER_LENGTH, bytes.length)
  return { type: bytes[0]!, code: bytes[1]!, rest: read32(bytes, 4), payload: bytes.subarray(ICMP_HEADER_LENGTH) }
}

/** Verifies the checksum, which unlike ICMP's covers the pseudo-header too (RFC 4443 §2.3). */
export function icmpv6ChecksumOk(bytes: Uint8Array, source: IpAddress, destination: IpAddress): boolean {
  if (bytes.length < ICMP_HEADER_LENGTH) return false
  return internetChecksum(bytes, 0, bytes.length, pseudoSum(bytes.length, source, destination)) === 0
}

function pseudoSum(length: number, source: IpAddress, destination: IpAddress): number {
  return pseudoHeaderSum(source, destination, IpProtocol.ICMPV6, length)
}

/** Writes a message with its checksum at `at` and returns its end. */
export function writeIcmpv6(
  target: Uint8Array,
  at: number,
  message: IcmpMessage,
  source: IpAddress,
  destination: IpAddress,
): number {
  const end = at + ICMP_HEADER_LENGTH + message.payload.length
  target[at] = message.type
  target[at + 1] = message.code
  write32(target, at + 4, message.rest)
  target.set(message.payload, at + ICMP_HEADER_LENGTH)
  fillIcmpv6Checksum(target, at, end, source, destination)
  return end
}

/** Writes its checksum into the message from `at` to `end`. */
export function fillIcmpv6Checksum(
  target: Uint8Array,
  at: number,
  end: number,
  source: IpAddress,
  destination: IpAddress,
): void {
  write16(target, at + 2, 0)
  write16(target, at + 2, internetChecksum(target, at, end, pseudoSum(end - at, source, destination)))
}

export function emitIcmpv6(message: IcmpMessage, source: IpAddress, destination: IpAddress): Uint8Array {
  const bytes = new Uint8Array(ICMP_HEADER_LENGTH + message.payload.length)
  writeIcmpv6(bytes, 0, message, source, destination)
  return bytes
}

/** Returns an echo request or reply. */
export function icmpv6Echo(type: 128 | 129, identifier: number, sequence: number, payload: Uint8Array): IcmpMessage {
  return { type, code: 0, rest: ((identifier << 16) | sequence) >>> 0, payload }
}

/** Returns an error about `packet`, quoting as much of it as fits into the minimum MTU (RFC 4443 §2.4 c). `rest`: MTU or pointer. */
export function icmpv6Error(type: number, code: number, packet: Uint8Array, rest = 0): IcmpMessage {
  const room = IPV6_MINIMUM_MTU - IPV6_HEADER_LENGTH - ICMP_HEADER_LENGTH
  return { type, code, rest, payload: packet.subarray(0, room) }
}

/** Returns whether a type is an error's: those below 128 (RFC 4443 §2.1). */
export function isIcmpv6Error(type: number): boolean {
  return type < 128
}
