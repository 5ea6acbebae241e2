/** ICMP for IPv4 (RFC 792, with the codes of RFC 1122 §3.2.2 and the next-hop MTU of RFC 1191). */
import { read16, read32, write16, write32 } from '../bytes.ts'
import { type HeaderField, hexField, ipField, numberField } from './field.ts'
import { internetChecksum } from './internet-checksum.ts'
import { cutOff, type ParseError } from './parse-error.ts'

export const ICMP_HEADER_LENGTH = 8

export const IcmpType = {
  ECHO_REPLY: 0,
  DESTINATION_UNREACHABLE: 3,
  SOURCE_QUENCH: 4,
  REDIRECT: 5,
  ECHO_REQUEST: 8,
  TIME_EXCEEDED: 11,
  PARAMETER_PROBLEM: 12,
  TIMESTAMP_REQUEST: 13,
  TIMESTAMP_REPLY: 14,
} as const

export const IcmpCode = {
  NET_UNREACHABLE: 0,
  HOST_UNREACHABLE: 1,
  PROTOCOL_UNREACHABLE: 2,
  PORT_UNREACHABLE: 3,
  FRAGMENTATION_NEEDED: 4,
  SOURCE_ROUTE_FAILED: 5,
  NET_PROHIBITED: 9,
  HOST_PROHIBITED: 10,
  COMMUNICATION_PROHIBITED: 13,
  HOST_REDIRECT: 1,
  TTL_EXCEEDED: 0,
  REASSEMBLY_TIME_EXCEEDED: 1,
} as const

const TYPE_MEANINGS: Readonly<Record<number, string>> = {
  0: 'Echo (ping) reply',
  3: 'Destination unreachable',
  4: 'Source quench',
  5: 'Redirect',
  8: 'Echo (ping) request',
  11: 'Time-to-live exceeded',
  12: 'Parameter problem',
  13: 'Timestamp request',
  14: 'Timestamp reply',
}

/** By type, then by code, in Wireshark's words. */
const CODE_MEANINGS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  3: {
    0: 'Network unreachable',
    1: 'Host unreachable',
    2: 'Protocol unreachable',
    3: 'Port unreachable',
    4: 'Fragmentation needed',
    5: 'Source route failed',
    9: 'Network administratively prohibited',
    10: 'Host administratively prohibited',
    13: 'Communication administratively filtered',
  },
  11: { 0: 'Time to live exceeded in transit', 1: 'Fragment reassembly time exceeded' },
}

/** Describes a type and code: `Destination unreachable (Port unreachable)`. */
export function icmpMeaning(type: number, code: number): string {
  const typeMeaning = TYPE_MEANINGS[type] ?? `Type ${type}`
  const codeMeaning = CODE_MEANINGS[type]?.[code]
  return codeMeaning === undefined ? typeMeaning : `${typeMeaning} (${codeMeaning})`
}

export const ICMP_FIELDS = [
  numberField('icmp.type', 'Type', 0, 8, { meanings: TYPE_MEANINGS }),
  numberField('icmp.code', 'Code', 8, 8),
  hexField('icmp.checksum', 'Checksum', 16, 16),
] as const

const ECHO_FIELDS = [
  numberField('icmp.ident', 'Identifier', 32, 16),
  numberField('icmp.ident_le', 'Identifier (LE)', 32, 16, { decode: swapped }),
  numberField('icmp.seq', 'Sequence Number', 48, 16),
  numberField('icmp.seq_le', 'Sequence Number (LE)', 48, 16, { decode: swapped }),
] as const

/** Some systems, including Windows, write these two in the byte order of their processor. */
function swapped(number: number): number {
  return ((number & 0xff) << 8) | (number >> 8)
}

const MTU_FIELDS = [numberField('icmp.mtu', 'MTU of next hop', 48, 16)] as const
const GATEWAY_FIELDS = [ipField('icmp.redir_gw', 'Gateway Address', 32)] as const
const POINTER_FIELDS = [numberField('icmp.pointer', 'Pointer', 32, 8)] as const
/** All fields that the second word may hold. */
export const ICMP_REST_FIELDS: readonly HeaderField[] = [
  ...ECHO_FIELDS,
  ...MTU_FIELDS,
  ...GATEWAY_FIELDS,
  ...POINTER_FIELDS,
]

/** Returns the fields of the header's second word, which depend on the type. */
export function icmpRestFields(type: number, code: number): readonly HeaderField[] {
  if (type === IcmpType.ECHO_REQUEST || type === IcmpType.ECHO_REPLY) return ECHO_FIELDS
  if (type === IcmpType.DESTINATION_UNREACHABLE && code === IcmpCode.FRAGMENTATION_NEEDED) return MTU_FIELDS
  if (type === IcmpType.REDIRECT) return GATEWAY_FIELDS
  return type === IcmpType.PARAMETER_PROBLEM ? POINTER_FIELDS : []
}

export interface IcmpMessage {
  type: number
  code: number
  /** The header's second word: identifier and sequence of an echo, next-hop MTU, gateway; otherwise unused. */
  rest: number
  /** An echo's data, or the packet that an error quotes. */
  payload: Uint8Array
}

/** Parses a message without verifying its checksum: see `icmpChecksumOk`. */
export function parseIcmp(bytes: Uint8Array): IcmpMessage | ParseError {
  if (bytes.length < ICMP_HEADER_LENGTH) return cutOff('icmp', ICMP_HEADER_LENGTH, bytes.length)
  return { type: bytes[0]!, code: bytes[1]!, rest: read32(bytes, 4), payload: bytes.subarray(ICMP_HEADER_LENGTH) }
}

export function icmpChecksumOk(bytes: Uint8Array): boolean {
  return bytes.length >= ICMP_HEADER_LENGTH && internetChecksum(bytes) === 0
}

/** Writes a message with its checksum at `at` and returns its end. */
export function writeIcmp(target: Uint8Array, at: number, message: IcmpMessage): number {
  const end = at + ICMP_HEADER_LENGTH + message.payload.length
  target[at] = message.type
  target[at + 1] = message.code
  write16(target, at + 2, 0)
  write32(target, at + 4, message.rest)
  target.set(message.payload, at + ICMP_HEADER_LENGTH)
  write16(target, at + 2, internetChecksum(target, at, end))
  return end
}

export function emitIcmp(message: IcmpMessage): Uint8Array {
  const bytes = new Uint8Array(ICMP_HEADER_LENGTH + message.payload.length)
  writeIcmp(bytes, 0, message)
  return bytes
}

/** Returns an echo request or reply. */
export function icmpEcho(type: 0 | 8, identifier: number, sequence: number, payload: Uint8Array): IcmpMessage {
  return { type, code: 0, rest: ((identifier << 16) | sequence) >>> 0, payload }
}

/** Returns an error about `packet`. It quotes its header and as much as fits into 576 bytes altogether (RFC 1812 §4.3.2.3). */
export function icmpError(type: number, code: number, packet: Uint8Array, nextHopMtu = 0): IcmpMessage {
  return { type, code, rest: nextHopMtu, payload: packet.subarray(0, Math.min(read16(packet, 2), 576 - 20 - 8)) }
}

/** Returns whether a message is an error: it quotes a packet and is never answered by an error (RFC 1122 §3.2.2). */
export function isIcmpError(type: number): boolean {
  return type === 3 || type === 4 || type === 5 || type === 11 || type === 12
}

export function icmpIdentifier(message: IcmpMessage): number {
  return message.rest >>> 16
}

export function icmpSequence(message: IcmpMessage): number {
  return message.rest & 0xffff
}

/** Returns the MTU in a "fragmentation needed"; 0 from routers older than RFC 1191. */
export function icmpNextHopMtu(message: IcmpMessage): number {
  return message.rest & 0xffff
}
