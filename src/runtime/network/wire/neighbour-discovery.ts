/** Neighbour discovery's messages (RFC 4861 §4): the bodies of ICMPv6 messages 133 to 137 and their options. */
import { type IpAddress, ipv6AddressAt, ipv6Bytes, type MacAddress, macAddressAt } from '../address/index.ts'
import { read32, write16, write32 } from './bytes.ts'
import { writeMac } from './ethernet.ts'
import { bytesField, flagField, type HeaderField, hexField, ipField, numberField } from './field.ts'
import type { IcmpMessage } from './icmp.ts'
import { Icmpv6Type } from './icmpv6.ts'
import type { OptionListFormat } from './option-list.ts'
import { cutOff, ParseError } from './parse-error.ts'

/** Anything that passed a router has less: a forged message from elsewhere is known by it (RFC 4861 §6.1, §7.1). */
export const ND_HOP_LIMIT = 255

export const NdOptionType = {
  SOURCE_LINK_ADDRESS: 1,
  TARGET_LINK_ADDRESS: 2,
  PREFIX: 3,
  REDIRECTED: 4,
  MTU: 5,
  RDNSS: 25,
} as const

/** Fields of the messages, from the first byte of ICMPv6. */
export const NEIGHBOUR_SOLICITATION_FIELDS = [
  ipField('icmpv6.nd.ns.target_address', 'Target Address', 64, 128),
] as const
export const NEIGHBOUR_ADVERTISEMENT_FIELDS = [
  hexField('icmpv6.nd.na.flag', 'Flags', 32, 32),
  flagField('icmpv6.nd.na.flag.r', 'Router', 32, 1, { word: 32 }),
  flagField('icmpv6.nd.na.flag.s', 'Solicited', 33, 1, { word: 32 }),
  flagField('icmpv6.nd.na.flag.o', 'Override', 34, 1, { word: 32 }),
  ipField('icmpv6.nd.na.target_address', 'Target Address', 64, 128),
] as const
export const ROUTER_ADVERTISEMENT_FIELDS = [
  numberField('icmpv6.nd.ra.cur_hop_limit', 'Cur hop limit', 32, 8),
  hexField('icmpv6.nd.ra.flag', 'Flags', 40, 8),
  flagField('icmpv6.nd.ra.flag.m', 'Managed address configuration', 40),
  flagField('icmpv6.nd.ra.flag.o', 'Other configuration', 41),
  numberField('icmpv6.nd.ra.router_lifetime', 'Router lifetime (s)', 48, 16),
  numberField('icmpv6.nd.ra.reachable_time', 'Reachable time (ms)', 64, 32),
  numberField('icmpv6.nd.ra.retrans_timer', 'Retrans timer (ms)', 96, 32),
] as const

export const REDIRECT_FIELDS = [
  ipField('icmpv6.nd.rd.target_address', 'Target Address', 64, 128),
  ipField('icmpv6.rd.na.destination_address', 'Destination Address', 192, 128),
] as const

const LINK_ADDRESS = bytesField('icmpv6.opt.linkaddr', 'Link-layer address', 16, 48)
const SOURCE_ADDRESS = bytesField('icmpv6.opt.src_linkaddr', 'Source Link-layer address', 16, 48)
const TARGET_ADDRESS = bytesField('icmpv6.opt.target_linkaddr', 'Target Link-layer address', 16, 48)
/** Of the options that are known and have their own length: the length, and what they hold, from the option's first byte on. */
const PREFIX_FIELDS = [
  numberField('icmpv6.opt.prefix.length', 'Prefix Length', 16, 8),
  hexField('icmpv6.opt.prefix.flag', 'Flag', 24, 8),
  flagField('icmpv6.opt.prefix.flag.l', 'On-link flag(L)', 24),
  flagField('icmpv6.opt.prefix.flag.a', 'Autonomous address-configuration flag(A)', 25),
  numberField('icmpv6.opt.prefix.valid_lifetime', 'Valid Lifetime', 32, 32),
  numberField('icmpv6.opt.prefix.preferred_lifetime', 'Preferred Lifetime', 64, 32),
  ipField('icmpv6.opt.prefix', 'Prefix', 128, 128),
] as const
const RDNSS_LIFETIME = numberField('icmpv6.opt.rdnss.lifetime', 'Lifetime', 32, 32)
const RDNSS_ADDRESS = ipField('icmpv6.opt.rdnss', 'Recursive DNS Servers', 64, 128)
const OPTIONS: Readonly<Record<number, { length: number; fields: readonly HeaderField[] }>> = {
  [NdOptionType.SOURCE_LINK_ADDRESS]: { length: 8, fields: [LINK_ADDRESS, SOURCE_ADDRESS] },
  [NdOptionType.TARGET_LINK_ADDRESS]: { length: 8, fields: [LINK_ADDRESS, TARGET_ADDRESS] },
  [NdOptionType.PREFIX]: { length: 32, fields: PREFIX_FIELDS },
  [NdOptionType.MTU]: { length: 8, fields: [numberField('icmpv6.opt.mtu', 'MTU', 32, 32)] },
}

/** A lifetime, and as many addresses as the length has room for (RFC 8106 §5.1). */
function rdnssFields(length: number): readonly HeaderField[] {
  const addresses = Array.from({ length: Math.floor((length - 8) / 16) }, (_, index) => ({
    ...RDNSS_ADDRESS,
    bit: RDNSS_ADDRESS.bit + 128 * index,
  }))
  return [RDNSS_LIFETIME, ...addresses]
}

/** How options lie in a message: their lengths count 8 bytes each. */
export const ND_OPTION_LIST: OptionListFormat = {
  kind: [
    numberField('icmpv6.opt.type', 'Type', 0, 8, {
      meanings: {
        1: 'Source link-layer address',
        2: 'Target link-layer address',
        3: 'Prefix information',
        4: 'Redirected header',
        5: 'MTU',
        25: 'Recursive DNS Server',
      },
    }),
  ],
  more: [numberField('icmpv6.opt.length', 'Length', 8, 8)],
  lengthAt(bytes, at) {
    const length = 8 * (bytes[at + 1] ?? 0)
    return at + length <= bytes.length ? length : 0
  },
  valueFields(kind, length) {
    if (kind === NdOptionType.RDNSS && isRdnssLength(length)) return rdnssFields(length)
    const known = OPTIONS[kind]
    return known?.length === length ? known.fields : []
  },
  values: [...Object.values(OPTIONS).flatMap(({ fields }) => fields), RDNSS_LIFETIME, RDNSS_ADDRESS],
}

export type NdOption =
  | { kind: 'source link address' | 'target link address'; mac: MacAddress }
  | {
      kind: 'prefix'
      prefix: IpAddress
      length: number
      onLink: boolean
      autonomous: boolean
      /** Seconds; 0xffffffff is for ever. */
      validLifetime: number
      preferredLifetime: number
    }
  | { kind: 'mtu'; mtu: number }
  /** As much of the packet that a redirect is about as is a multiple of 8 bytes. */
  | { kind: 'redirected packet'; bytes: Uint8Array }
  /** Recursive DNS servers, and for how many seconds (RFC 8106). */
  | { kind: 'rdnss'; lifetime: number; servers: IpAddress[] }
  /** `data`: all behind type and length, 6 bytes and a multiple of 8 more. */
  | { kind: 'unknown'; type: number; data: Uint8Array }

export interface NeighbourSolicitation {
  kind: 'neighbour solicitation'
  target: IpAddress
  options: NdOption[]
}
export interface NeighbourAdvertisement {
  kind: 'neighbour advertisement'
  /** The sender is a router. */
  router: boolean
  /** Answers a solicitation: the neighbour hears us. */
  solicited: boolean
  /** The address may replace one that is known. */
  override: boolean
  target: IpAddress
  options: NdOption[]
}
export interface RouterSolicitation {
  kind: 'router solicitation'
  options: NdOption[]
}
export interface RouterAdvertisement {
  kind: 'router advertisement'
  currentHopLimit: number
  /** Addresses and other configuration come by DHCPv6. */
  managed: boolean
  other: boolean
  /** Seconds as a default router; 0: it is none. */
  lifetime: number
  /** Milliseconds; 0: not told. */
  reachableTime: number
  retransmissionTime: number
  options: NdOption[]
}
/** A better first hop for a destination: a router of the link, or the destination itself. */
export interface Redirect {
  kind: 'redirect'
  target: IpAddress
  destination: IpAddress
  options: NdOption[]
}
export type NdMessage =
  | NeighbourSolicitation
  | NeighbourAdvertisement
  | RouterSolicitation
  | RouterAdvertisement
  | Redirect

/** Reads the body of an ICMPv6 message of type 133 to 137. */
export function parseNd(message: IcmpMessage): NdMessage | ParseError {
  const { type, payload, rest } = message
  const start = ndOptionsStart(type)
  if (start === null) return new ParseError('icmpv6', `type ${type} is no neighbour discovery`)
  if (payload.length < start) return cutOff('icmpv6', start + 8, payload.length + 8)
  const options = parseNdOptions(payload.subarray(start))
  if (options instanceof ParseError) return options
  if (type === Icmpv6Type.ROUTER_SOLICITATION) return { kind: 'router solicitation', options }
  if (type === Icmpv6Type.ROUTER_ADVERTISEMENT) return readRouterAdvertisement(rest, payload, options)
  const target = ipv6AddressAt(payload, 0)
  if (type === Icmpv6Type.NEIGHBOUR_SOLICITATION) return { kind: 'neighbour solicitation', target, options }
  if (type === Icmpv6Type.REDIRECT)
    return { kind: 'redirect', target, destination: ipv6AddressAt(payload, 16), options }
  const [router, solicited, override] = [31, 30, 29].map((bit) => ((rest >>> bit) & 1) === 1) as [
    boolean,
    boolean,
    boolean,
  ]
  return { kind: 'neighbour advertisement', router, solicited, override, target, options }
}

/** Where the options begin in the payload (behind the first 8 bytes), or null when the type is not one of neighbour discovery's five. */
export function ndOptionsStart(type: number): number | null {
  if (type === Icmpv6Type.ROUTER_SOLICITATION) return 0
  if (type === Icmpv6Type.ROUTER_ADVERTISEMENT) return 8
  if (type === Icmpv6Type.REDIRECT) return 32
  return type === Icmpv6Type.NEIGHBOUR_SOLICITATION || type === Icmpv6Type.NEIGHBOUR_ADVERTISEMENT ? 16 : null
}

function readRouterAdvertisement(rest: number, payload: Uint8Array, options: NdOption[]): RouterAdvertisement {
  return {
    kind: 'router advertisement',
    currentHopLimit: rest >>> 24,
    managed: ((rest >>> 23) & 1) === 1,
    other: ((rest >>> 22) & 1) === 1,
    lifetime: rest & 0xffff,
    reachableTime: read32(payload, 0),
    retransmissionTime: read32(payload, 4),
    options,
  }
}

/** An option of length 0 makes the whole message invalid (RFC 4861 §4.6). */
function parseNdOptions(bytes: Uint8Array): NdOption[] | ParseError {
  const options: NdOption[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = 8 * (bytes[at + 1] ?? 0)
    if (length === 0) return new ParseError('icmpv6', `an option of length 0 at byte ${at} of the options`)
    if (at + length > bytes.length) return cutOff('icmpv6', at + length, bytes.length)
    options.push(readNdOption(bytes.subarray(at, at + length)))
    at += length
  }
  return options
}

/** A known option of a length that is not its own counts as unknown. */
function readNdOption(bytes: Uint8Array): NdOption {
  const type = bytes[0]!
  if (type === NdOptionType.SOURCE_LINK_ADDRESS && bytes.length === 8) {
    return { kind: 'source link address', mac: macAddressAt(bytes, 2) }
  }
  if (type === NdOptionType.TARGET_LINK_ADDRESS && bytes.length === 8) {
    return { kind: 'target link address', mac: macAddressAt(bytes, 2) }
  }
  if (type === NdOptionType.REDIRECTED) return { kind: 'redirected packet', bytes: bytes.subarray(8) }
  if (type === NdOptionType.RDNSS && isRdnssLength(bytes.length)) return readRdnss(bytes)
  if (type === NdOptionType.MTU && bytes.length === 8) return { kind: 'mtu', mtu: read32(bytes, 4) }
  if (type !== NdOptionType.PREFIX || bytes.length !== 32) return { kind: 'unknown', type, data: bytes.subarray(2) }
  return {
    kind: 'prefix',
    prefix: ipv6AddressAt(bytes, 16),
    length: bytes[2]!,
    onLink: (bytes[3]! & 0x80) !== 0,
    autonomous: (bytes[3]! & 0x40) !== 0,
    validLifetime: read32(bytes, 4),
    preferredLifetime: read32(bytes, 8),
  }
}

function isRdnssLength(length: number): boolean {
  return length >= 24 && length % 16 === 8
}

function readRdnss(bytes: Uint8Array): NdOption {
  const servers = Array.from({ length: (bytes.length - 8) / 16 }, (_, index) => ipv6AddressAt(bytes, 8 + 16 * index))
  return { kind: 'rdnss', lifetime: read32(bytes, 4), servers }
}

/** The ICMPv6 message that says it. */
export function ndMessage(message: NdMessage): IcmpMessage {
  const options = message.options.map(emitNdOption)
  switch (message.kind) {
    case 'router solicitation':
      return { type: Icmpv6Type.ROUTER_SOLICITATION, code: 0, rest: 0, payload: joined(options) }
    case 'router advertisement': {
      const { currentHopLimit, managed, other, lifetime, reachableTime, retransmissionTime } = message
      const times = new Uint8Array(8)
      write32(times, 0, reachableTime)
      write32(times, 4, retransmissionTime)
      const flags = (managed ? 0x80 : 0) | (other ? 0x40 : 0)
      const rest = ((currentHopLimit << 24) | (flags << 16) | lifetime) >>> 0
      return { type: Icmpv6Type.ROUTER_ADVERTISEMENT, code: 0, rest, payload: joined([times, ...options]) }
    }
    case 'neighbour solicitation': {
      const payload = joined([ipv6Bytes(message.target), ...options])
      return { type: Icmpv6Type.NEIGHBOUR_SOLICITATION, code: 0, rest: 0, payload }
    }
    case 'redirect': {
      const payload = joined([ipv6Bytes(message.target), ipv6Bytes(message.destination), ...options])
      return { type: Icmpv6Type.REDIRECT, code: 0, rest: 0, payload }
    }
    case 'neighbour advertisement': {
      const { router, solicited, override, target } = message
      const rest = (((router ? 4 : 0) | (solicited ? 2 : 0) | (override ? 1 : 0)) << 29) >>> 0
      const payload = joined([ipv6Bytes(target), ...options])
      return { type: Icmpv6Type.NEIGHBOUR_ADVERTISEMENT, code: 0, rest, payload }
    }
  }
}

function emitNdOption(option: NdOption): Uint8Array {
  const bytes = new Uint8Array(optionBytes(option))
  if (bytes.length % 8 !== 0 || bytes.length > 2040) throw new RangeError(`An ND option of ${bytes.length} bytes`)
  write16(bytes, 0, (optionType(option) << 8) | (bytes.length / 8))
  if (option.kind === 'prefix') {
    bytes[2] = option.length
    bytes[3] = (option.onLink ? 0x80 : 0) | (option.autonomous ? 0x40 : 0)
    write32(bytes, 4, option.validLifetime)
    write32(bytes, 8, option.preferredLifetime)
    bytes.set(ipv6Bytes(option.prefix), 16)
  } else if (option.kind === 'rdnss') {
    write32(bytes, 4, option.lifetime)
    for (const [index, server] of option.servers.entries()) bytes.set(ipv6Bytes(server), 8 + 16 * index)
  } else if (option.kind === 'mtu') write32(bytes, 4, option.mtu)
  else if (option.kind === 'redirected packet') bytes.set(option.bytes, 8)
  else if (option.kind === 'unknown') bytes.set(option.data, 2)
  else writeMac(bytes, 2, option.mac)
  return bytes
}

function optionBytes(option: NdOption): number {
  if (option.kind === 'prefix') return 32
  if (option.kind === 'redirected packet') return 8 + option.bytes.length
  if (option.kind === 'rdnss') return 8 + 16 * option.servers.length
  return option.kind === 'unknown' ? 2 + option.data.length : 8
}

function optionType(option: NdOption): number {
  if (option.kind === 'unknown') return option.type
  const { SOURCE_LINK_ADDRESS, TARGET_LINK_ADDRESS, PREFIX, REDIRECTED, MTU, RDNSS } = NdOptionType
  return {
    'source link address': SOURCE_LINK_ADDRESS,
    'target link address': TARGET_LINK_ADDRESS,
    prefix: PREFIX,
    'redirected packet': REDIRECTED,
    mtu: MTU,
    rdnss: RDNSS,
  }[option.kind]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Where the packet that a redirect quotes begins in the payload; null when there is none. */
export function redirectedPacketStart(message: Redirect): number | null {
  let at = 32
  for (const option of message.options) {
    if (option.kind === 'redirected packet') return at + 8
    at += optionBytes(option)
  }
  return null
}

/** The address that an option of this kind tells, or null. */
export function linkAddressOf(
  message: NdMessage,
  kind: 'source link address' | 'target link address',
): MacAddress | null {
  for (const option of message.options) if (option.kind === kind) return (option as { mac: MacAddress }).mac
  return null
}
