/** STUN messages (RFC 8489) with the attributes of TURN (RFC 8656), ICE (RFC 8445) and NAT behavior discovery (RFC 5780). */
import { formatIpAddress } from '../address/index.ts'
import { read16, read32 } from '../bytes.ts'
import { bytesField, hexField, numberField } from './field.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const STUN_PORT = 3478
const STUN_HEADER_LENGTH = 20
/** Fixed value behind the length (RFC 8489 §5). */
const COOKIE = 0x2112a442
const [ATTRIBUTE_HEADER, IPV6_FAMILY] = [4, 2]

const STUN_METHODS: Readonly<Record<number, string>> = {
  1: 'Binding',
  3: 'Allocate',
  4: 'Refresh',
  6: 'Send',
  7: 'Data',
  8: 'CreatePermission',
  9: 'Channel-Bind',
}
const CLASSES = ['Request', 'Indication', 'Success Response', 'Error Response'] as const

export const STUN_ATTRIBUTE_NAMES: Readonly<Record<number, string>> = {
  1: 'MAPPED-ADDRESS',
  3: 'CHANGE-REQUEST',
  6: 'USERNAME',
  8: 'MESSAGE-INTEGRITY',
  9: 'ERROR-CODE',
  10: 'UNKNOWN-ATTRIBUTES',
  12: 'CHANNEL-NUMBER',
  13: 'LIFETIME',
  18: 'XOR-PEER-ADDRESS',
  19: 'DATA',
  20: 'REALM',
  21: 'NONCE',
  22: 'XOR-RELAYED-ADDRESS',
  25: 'REQUESTED-TRANSPORT',
  32: 'XOR-MAPPED-ADDRESS',
  36: 'PRIORITY',
  37: 'USE-CANDIDATE',
  32802: 'SOFTWARE',
  32803: 'ALTERNATE-SERVER',
  32808: 'FINGERPRINT',
  32809: 'ICE-CONTROLLED',
  32810: 'ICE-CONTROLLING',
  32811: 'RESPONSE-ORIGIN',
  32812: 'OTHER-ADDRESS',
}

const TYPE_MEANINGS = Object.fromEntries(
  Object.entries(STUN_METHODS).flatMap(([method, name]) =>
    CLASSES.map((word, index) => [stunType(Number(method), index), `${name} ${word}`]),
  ),
)

export const STUN_FIELDS = [
  hexField('stun.type', 'Message Type', 0, 16, { meanings: TYPE_MEANINGS }),
  numberField('stun.length', 'Message Length', 16, 16),
  bytesField('stun.cookie', 'Message Cookie', 32, 32),
  bytesField('stun.id', 'Message Transaction ID', 64, 96),
] as const
/** Fields of each attribute, from its first byte. */
export const STUN_ATTRIBUTE_FIELDS = [
  hexField('stun.att.type', 'Attribute Type', 0, 16, { meanings: STUN_ATTRIBUTE_NAMES }),
  numberField('stun.att.length', 'Attribute Length', 16, 16),
] as const
/** Fields of an ERROR-CODE's value: hundreds and the rest. */
export const STUN_ERROR_FIELDS = [
  numberField('stun.att.error.class', 'Error Class', 21, 3),
  numberField('stun.att.error', 'Error Code', 24, 8),
] as const

/** An attribute; offsets are from the message's first byte. */
export interface StunAttribute {
  type: number
  /** The first byte of its value. */
  start: number
  /** Behind the value, without the padding. */
  end: number
}

export interface StunMessage {
  /** 0 request, 1 indication, 2 success, 3 error. */
  class: number
  method: number
  attributes: StunAttribute[]
}

/** Puts method and class into a message type: the class's two bits lie between those of the method (§5, Figure 3). */
function stunType(method: number, messageClass: number): number {
  const [high, low] = [messageClass >> 1, messageClass & 1]
  return (method & 0xf) | (low << 4) | ((method & 0x70) << 1) | (high << 8) | ((method & 0xf80) << 2)
}

/** `Binding Success Response`. */
export function stunTypeName({ method, class: index }: Pick<StunMessage, 'method' | 'class'>): string {
  return `${STUN_METHODS[method] ?? `method ${method}`} ${CLASSES[index]!}`
}

/** Returns whether a payload begins as STUN messages do: two bits 0, a length of whole words, and the cookie (§6.3). */
export function isStun(bytes: Uint8Array): boolean {
  return bytes.length >= STUN_HEADER_LENGTH && bytes[0]! < 0x40 && (bytes[3]! & 3) === 0 && read32(bytes, 4) === COOKIE
}

export function parseStun(bytes: Uint8Array): StunMessage | ParseError {
  if (bytes.length < STUN_HEADER_LENGTH) return cutOff('stun', STUN_HEADER_LENGTH, bytes.length)
  if (!isStun(bytes))
    return new ParseError('stun', 'no STUN header: two zero bits, a length of whole words, the cookie')
  const end = STUN_HEADER_LENGTH + read16(bytes, 2)
  if (end > bytes.length) return cutOff('stun', end, bytes.length)
  const type = read16(bytes, 0)
  const method = (type & 0xf) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80)
  const attributes: StunAttribute[] = []
  for (let at = STUN_HEADER_LENGTH; at < end; ) {
    const start = at + ATTRIBUTE_HEADER
    const length = start <= end ? read16(bytes, at + 2) : 0
    if (start + length > end) return new ParseError('stun', `an attribute at byte ${at} that ends behind the message`)
    attributes.push({ type: read16(bytes, at), start, end: start + length })
    at = start + length + (-length & 3)
  }
  return { class: ((type >> 7) & 2) | ((type >> 4) & 1), method, attributes }
}

/** The endpoint in an address attribute; null if it is too short or of another family. `isXored`: with the cookie, IPv6 also with the id (§14.2). */
export function stunAddress(
  message: Uint8Array,
  { start, end }: StunAttribute,
  isXored: boolean,
): { address: string; port: number } | null {
  if (end - start < 8) return null
  const family = message[start + 1]!
  const length = family === 1 ? 4 : family === IPV6_FAMILY ? 16 : 0
  if (length === 0 || end - start !== 4 + length) return null
  const key = message.subarray(4, 20)
  const plain = message.subarray(start + 4, end).map((byte, index) => (isXored ? byte ^ key[index]! : byte))
  const port = read16(message, start + 2) ^ (isXored ? COOKIE >>> 16 : 0)
  return { address: formatIpAddress(plain), port }
}
