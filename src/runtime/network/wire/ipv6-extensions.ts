/**
 * IPv6 extension headers (RFC 8200 §4): each names the one behind it. Hop-by-hop and destination options have the same form,
 * a list of options. Of routing headers only the first four bytes are read (types 0 and 2 are deprecated or Mobile IP's).
 */
import { read16, read32, write16, write32 } from '../bytes.ts'
import { bytesField, flagField, hexField, numberField } from './field.ts'
import { IpProtocol } from './ipv4.ts'
import { NEXT_HEADER_MEANINGS } from './ipv6.ts'
import type { OptionListFormat } from './option-list.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const FRAGMENT_HEADER_LENGTH = 8

export type ExtensionKind = 'hop-by-hop' | 'routing' | 'fragment' | 'destination options'

const KINDS: Readonly<Record<number, ExtensionKind>> = {
  [IpProtocol.HOP_BY_HOP]: 'hop-by-hop',
  [IpProtocol.ROUTING]: 'routing',
  [IpProtocol.FRAGMENT]: 'fragment',
  [IpProtocol.DESTINATION_OPTIONS]: 'destination options',
}

/**
 * Next header and length: the start of hop-by-hop options, routing and destination options. `protocol` is Wireshark's
 * name.
 */
const leadFields = (protocol: string) =>
  [
    numberField(`${protocol}.nxt`, 'Next Header', 0, 8, { meanings: NEXT_HEADER_MEANINGS }),
    numberField(`${protocol}.len`, 'Length', 8, 8),
  ] as const

export const HOP_BY_HOP_FIELDS = leadFields('ipv6.hopopts')
export const DESTINATION_OPTIONS_FIELDS = leadFields('ipv6.dstopts')
export const ROUTING_FIELDS = [
  ...leadFields('ipv6.routing'),
  numberField('ipv6.routing.type', 'Type', 16, 8),
  numberField('ipv6.routing.segleft', 'Segments Left', 24, 8),
] as const
export const FRAGMENT_FIELDS = [
  numberField('ipv6.fraghdr.nxt', 'Next header', 0, 8, { meanings: NEXT_HEADER_MEANINGS }),
  hexField('ipv6.fraghdr.reserved_octet', 'Reserved octet', 8, 8),
  // In units of 8 bytes, as Wireshark's field is.
  numberField('ipv6.fraghdr.offset', 'Offset', 16, 13, { word: 16 }),
  numberField('ipv6.fraghdr.reserved_bits', 'Reserved bits', 29, 2, { word: 16 }),
  flagField('ipv6.fraghdr.more', 'More Fragments', 31, 1, { word: 16 }),
  hexField('ipv6.fraghdr.ident', 'Identification', 32, 32),
] as const

/** An extension header and its position. */
export interface ExtensionHeader {
  readonly kind: ExtensionKind
  readonly nextHeader: number
  /** Offset in the payload of the fixed header. */
  readonly start: number
  readonly end: number
}

export interface ExtensionChain {
  readonly headers: readonly ExtensionHeader[]
  /** Protocol after them, or `NO_NEXT_HEADER`. */
  readonly protocol: number
  /** Its offset in the payload of the fixed header. */
  readonly start: number
  /** Reason why the chain ends early: the next extension header is cut off. */
  readonly error: ParseError | null
}

/**
 * Follows the chain from the fixed header's next header to the first that is no extension header. It ends at a fragment
 * header unless it is the packet's first fragment; `protocol` is then that of the fragment's data.
 */
export function parseExtensions(nextHeader: number, payload: Uint8Array): ExtensionChain {
  const headers: ExtensionHeader[] = []
  let [protocol, start] = [nextHeader, 0]
  for (let kind = KINDS[protocol]; kind !== undefined; kind = KINDS[protocol]) {
    const length = kind === 'fragment' ? FRAGMENT_HEADER_LENGTH : 8 + 8 * (payload[start + 1] ?? 0)
    if (start + length > payload.length) {
      return { headers, protocol, start, error: cutOff('ipv6', length, payload.length - start) }
    }
    const isPiece = kind === 'fragment' && read16(payload, start + 2) >> 3 > 0
    const header = { kind, nextHeader: payload[start]!, start, end: start + length }
    headers.push(header)
    protocol = header.nextHeader
    start = header.end
    if (isPiece) break
  }
  return { headers, protocol, start, error: null }
}

export interface FragmentHeader {
  nextHeader: number
  /** In bytes, a multiple of 8. */
  offset: number
  moreFragments: boolean
  identification: number
}

/** Reads the fragment header at `at`; its 8 bytes must be there. Reserved bits are ignored on reception (RFC 8200 §4.5). */
export function readFragmentHeader(bytes: Uint8Array, at: number): FragmentHeader {
  const word = read16(bytes, at + 2)
  return {
    nextHeader: bytes[at]!,
    offset: word & 0xfff8,
    moreFragments: (word & 1) !== 0,
    identification: read32(bytes, at + 4),
  }
}

/** Writes a fragment header at `at` and returns its end. */
export function writeFragmentHeader(target: Uint8Array, at: number, header: FragmentHeader): number {
  target[at] = header.nextHeader
  target[at + 1] = 0
  write16(target, at + 2, header.offset | (header.moreFragments ? 1 : 0))
  write32(target, at + 4, header.identification)
  return at + FRAGMENT_HEADER_LENGTH
}

/** Types of options in hop-by-hop and destination options. */
export const Ipv6OptionType = { PAD1: 0, PADN: 1, ROUTER_ALERT: 5 } as const

const ROUTER_ALERT = numberField('ipv6.opt.router_alert', 'Router Alert', 16, 16, { meanings: { 0: 'MLD', 1: 'RSVP' } })
const PADN = bytesField('ipv6.opt.padn', 'PadN', 16, 0)

/** Format of options behind the first two bytes of hop-by-hop and destination options. */
export const IPV6_OPTION_LIST: OptionListFormat = {
  kind: [numberField('ipv6.opt.type', 'Type', 0, 8, { meanings: { 0: 'Pad1', 1: 'PadN', 5: 'Router Alert' } })],
  more: [
    numberField('ipv6.opt.type.action', 'Action', 0, 2),
    flagField('ipv6.opt.type.change', 'May Change', 2),
    hexField('ipv6.opt.type.rest', 'Low-Order Bits', 3, 5),
    numberField('ipv6.opt.length', 'Length', 8, 8),
  ],
  lengthAt: ipv6OptionLength,
  valueFields(kind, length) {
    if (kind === Ipv6OptionType.ROUTER_ALERT && length === 4) return [ROUTER_ALERT]
    return kind === Ipv6OptionType.PADN && length > 2 ? [{ ...PADN, bits: 8 * (length - 2) }] : []
  },
  values: [ROUTER_ALERT, PADN],
}

/** Returns the length of the option at `at` in bytes, 0 when it reaches beyond its header. */
function ipv6OptionLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] === Ipv6OptionType.PAD1) return 1
  const length = 2 + (bytes[at + 1] ?? bytes.length)
  return at + length <= bytes.length ? length : 0
}

export interface Ipv6Option {
  type: number
  data: Uint8Array
  /** Offset of the option's first byte in the options. */
  offset: number
}

/** Action for an unknown option, by the highest two bits of its type (RFC 8200 §4.2). */
export type UnknownOptionAction = 'skip' | 'discard' | 'report' | 'report to one'

export function unknownOptionAction(type: number): UnknownOptionAction {
  return (['skip', 'discard', 'report', 'report to one'] as const)[type >> 6]!
}

/** Parses the options of a hop-by-hop or destination options header, without its first two bytes but with padding. */
export function parseIpv6Options(bytes: Uint8Array): Ipv6Option[] | ParseError {
  const options: Ipv6Option[] = []
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at]!
    const length = ipv6OptionLength(bytes, at)
    if (length === 0) return new ParseError('ipv6', `option ${type} reaches beyond its header`)
    options.push({ type, data: bytes.subarray(Math.min(at + 2, at + length), at + length), offset: at })
    at += length
  }
  return options
}

/** Returns a hop-by-hop or destination options header with these options, padded to a multiple of 8 bytes. Throws RangeError if they don't fit. */
export function emitIpv6Options(nextHeader: number, options: readonly Pick<Ipv6Option, 'type' | 'data'>[]): Uint8Array {
  const bytes = [nextHeader, 0]
  for (const { type, data } of options) {
    if (data.length > 255) throw new RangeError(`An IPv6 option of ${data.length} bytes is too long`)
    bytes.push(...(type === Ipv6OptionType.PAD1 ? [type] : [type, data.length, ...data]))
  }
  const padding = (8 - (bytes.length % 8)) % 8
  if (padding === 1) bytes.push(Ipv6OptionType.PAD1)
  else if (padding > 1) bytes.push(Ipv6OptionType.PADN, padding - 2, ...new Array<number>(padding - 2).fill(0))
  if (bytes.length > 2048) throw new RangeError(`${bytes.length} bytes of IPv6 options`)
  bytes[1] = bytes.length / 8 - 1
  return Uint8Array.from(bytes)
}
