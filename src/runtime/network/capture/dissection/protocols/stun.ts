import { read16, read32 } from '../../../bytes.ts'
import {
  fieldType,
  isStun,
  ParseError,
  parseStun,
  STUN_ATTRIBUTE_FIELDS,
  STUN_ATTRIBUTE_NAMES,
  STUN_ERROR_FIELDS,
  STUN_FIELDS,
  STUN_PORT,
  type StunAttribute,
  type StunMessage,
  stunAddress,
  stunTypeName,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const FAMILY = fieldType('stun.att.family', 'Protocol Family', 'hex', { 1: 'IPv4', 2: 'IPv6' })
const PORT = fieldType('stun.att.port', 'Port', 'number')
const PORT_XORED = fieldType('stun.att.port-xord', 'Port (XOR-d)', 'bytes')
const IPV4 = fieldType('stun.att.ipv4', 'IP', 'ip')
const IPV4_XORED = fieldType('stun.att.ipv4-xord', 'IP (XOR-d)', 'bytes')
const IPV6 = fieldType('stun.att.ipv6', 'IP', 'ip')
const IPV6_XORED = fieldType('stun.att.ipv6-xord', 'IP (XOR-d)', 'bytes')
const REASON = fieldType('stun.att.error.reason', 'Error Reason Phrase', 'text')
const LIFETIME = fieldType('stun.att.lifetime', 'Lifetime', 'number')
const PRIORITY = fieldType('stun.att.priority', 'Priority', 'number')
const CHANNEL = fieldType('stun.att.channelnum', 'Channel-Number', 'hex')
const TRANSPORT = fieldType('stun.att.transp', 'Transport', 'hex', { 17: 'UDP' })
const TIE_BREAKER = fieldType('stun.att.tie-breaker', 'Tie breaker', 'bytes')
const HMAC = fieldType('stun.att.hmac', 'HMAC-SHA1', 'bytes')
const CRC = fieldType('stun.att.crc32', 'CRC-32', 'hex')
const VALUE = fieldType('stun.value', 'Value', 'bytes')
/** Text attributes by their types. */
const TEXTS = new Map([
  [0x0006, fieldType('stun.att.username', 'Username', 'text')],
  [0x0014, fieldType('stun.att.realm', 'Realm', 'text')],
  [0x0015, fieldType('stun.att.nonce', 'Nonce', 'text')],
  [0x8022, fieldType('stun.att.software', 'Software', 'text')],
])
/** Attributes with an address: whether it is XORed. */
const ADDRESSES = new Map([
  ...[0x0001, 0x8023, 0x802b, 0x802c].map((type) => [type, false] as const),
  ...[0x0012, 0x0016, 0x0020].map((type) => [type, true] as const),
])
/** Attributes that are one number or a run of bytes: its field, and its length. */
const PLAIN = new Map([
  [0x0008, { field: HMAC, length: 20 }],
  [0x000c, { field: CHANNEL, length: 2 }],
  [0x000d, { field: LIFETIME, length: 4 }],
  [0x0019, { field: TRANSPORT, length: 1 }],
  [0x0024, { field: PRIORITY, length: 4 }],
  [0x8028, { field: CRC, length: 4 }],
  [0x8029, { field: TIE_BREAKER, length: 8 }],
  [0x802a, { field: TIE_BREAKER, length: 8 }],
])
const [ERROR_CODE, DATA] = [0x0009, 0x0013]

export const STUN: Protocol = {
  name: 'stun',
  label: 'Session Traversal Utilities for NAT',
  title: 'STUN',
  header: STUN_FIELDS,
  fields: [
    ...STUN_ATTRIBUTE_FIELDS,
    ...STUN_ERROR_FIELDS,
    ...[FAMILY, PORT, PORT_XORED, IPV4, IPV4_XORED, IPV6, IPV6_XORED, REASON, VALUE],
    ...TEXTS.values(),
    ...new Set([...PLAIN.values()].map(({ field }) => field)),
  ],
  foundAt: { udpPort: [STUN_PORT] },
  accepts: isStun,
  // Between peers the messages are on any port (RFC 8489 §6.3).
  recognizes: isStun,
  dissect(work, place) {
    const { start, end } = place
    const bytes = work.current.subarray(start, end)
    const message = parseStun(bytes)
    if (message instanceof ParseError) return work.malformed(message, place)
    work.layer(STUN, place, end - start, (builder) => {
      builder.table(STUN_FIELDS, end)
      for (const attribute of message.attributes) addAttribute(builder, bytes, attribute)
    })
    work.sumUp(place, () => summary(bytes, message))
  },
}

function addAttribute(builder: FieldBuilder, bytes: Uint8Array, attribute: StunAttribute): void {
  const { type, start, end } = attribute
  const at = builder.start + start
  const length = end - start
  builder.tableAt(STUN_ATTRIBUTE_FIELDS, at - 4)
  const text = TEXTS.get(type)
  const plain = PLAIN.get(type)
  if (text) builder.field(text, utf8(bytes.subarray(start, end)), at, length)
  else if (ADDRESSES.has(type)) addAddress(builder, bytes, attribute, ADDRESSES.get(type)!)
  else if (plain && length >= plain.length) {
    const value = bytes.subarray(start, start + plain.length)
    builder.field(plain.field, plain.field.shape === 'bytes' ? value : numberOf(value), at, plain.length)
  } else if (type === ERROR_CODE && length >= 4) {
    builder.tableAt(STUN_ERROR_FIELDS, at)
    if (length > 4) builder.field(REASON, utf8(bytes.subarray(start + 4, end)), at + 4, length - 4)
  } else if (type === DATA && length > 0) builder.field(VALUE, bytes.subarray(start, end), at, length)
}

function addAddress(builder: FieldBuilder, bytes: Uint8Array, attribute: StunAttribute, isXored: boolean): void {
  const { start, end } = attribute
  const endpoint = stunAddress(bytes, attribute, isXored)
  if (!endpoint) return
  const at = builder.start + start
  const isIpv4 = end - start === 8
  builder.field(FAMILY, bytes[start + 1]!, at + 1, 1)
  if (isXored) builder.field(PORT_XORED, bytes.subarray(start + 2, start + 4), at + 2, 2)
  builder.field(PORT, endpoint.port, at + 2, 2)
  if (isXored) builder.field(isIpv4 ? IPV4_XORED : IPV6_XORED, bytes.subarray(start + 4, end), at + 4, end - start - 4)
  builder.field(isIpv4 ? IPV4 : IPV6, endpoint.address, at + 4, end - start - 4)
}

function numberOf(bytes: Uint8Array): number {
  return bytes.length === 4 ? read32(bytes, 0) : bytes.length === 2 ? read16(bytes, 0) : bytes[0]!
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** `Binding Success Response XOR-MAPPED-ADDRESS: 203.0.113.7:40001`. */
function summary(bytes: Uint8Array, message: StunMessage): string {
  const parts = message.attributes.flatMap((attribute) => {
    const { type, start, end } = attribute
    if (type === ERROR_CODE && end - start >= 4)
      return [`error-code: ${(bytes[start + 2]! & 7) * 100 + bytes[start + 3]!}`]
    const isXored = ADDRESSES.get(type)
    const endpoint = isXored === undefined ? null : stunAddress(bytes, attribute, isXored)
    if (!endpoint) return []
    const host = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address
    return [`${STUN_ATTRIBUTE_NAMES[type]}: ${host}:${endpoint.port}`]
  })
  return [stunTypeName(message), ...parts].join(' ')
}
