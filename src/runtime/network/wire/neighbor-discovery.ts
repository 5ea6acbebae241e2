/** Neighbor discovery messages (RFC 4861 §4): the bodies of ICMPv6 messages 133 to 137. Their options are in `nd-options.ts`. */
import { type IpAddress, ipv6AddressAt, ipv6Bytes, type MacAddress } from '../address/index.ts'
import { concatenate, read32, write32 } from '../bytes.ts'
import { flagField, hexField, ipField, numberField } from './field.ts'
import type { IcmpMessage } from './icmp.ts'
import { Icmpv6Type } from './icmpv6.ts'
import { emitNdOption, type NdOption, ndOptionLength, parseNdOptions } from './nd-options.ts'
import { cutOff, ParseError } from './parse-error.ts'

/** Hop limit of all messages. One that passed a router has less, which reveals a message forged elsewhere (RFC 4861 §6.1, §7.1). */
export const ND_HOP_LIMIT = 255

/** Fields of the messages, from the first byte of ICMPv6. */
export const NEIGHBOR_SOLICITATION_FIELDS = [ipField('icmpv6.nd.ns.target_address', 'Target Address', 64, 128)] as const
export const NEIGHBOR_ADVERTISEMENT_FIELDS = [
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

export interface NeighborSolicitation {
  kind: 'neighbor solicitation'
  target: IpAddress
  options: NdOption[]
}
export interface NeighborAdvertisement {
  kind: 'neighbor advertisement'
  /** The sender is a router. */
  router: boolean
  /** The message answers a solicitation, so our packets reach the neighbor. */
  solicited: boolean
  /** The address may replace a known one. */
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
  /** Lifetime as a default router in seconds; 0: not a default router. */
  lifetime: number
  /** Milliseconds; 0: not given. */
  reachableTime: number
  retransmissionTime: number
  options: NdOption[]
}
/** Better first hop for a destination: a router of the link, or the destination itself. */
export interface Redirect {
  kind: 'redirect'
  target: IpAddress
  destination: IpAddress
  options: NdOption[]
}
export type NdMessage =
  | NeighborSolicitation
  | NeighborAdvertisement
  | RouterSolicitation
  | RouterAdvertisement
  | Redirect

/** Reads the body of an ICMPv6 message of type 133 to 137. */
export function parseNd(message: IcmpMessage): NdMessage | ParseError {
  const { type, payload, rest } = message
  const start = ndOptionsStart(type)
  if (start === null) return new ParseError('icmpv6', `type ${type} is no neighbor discovery`)
  if (payload.length < start) return cutOff('icmpv6', start + 8, payload.length + 8)
  const options = parseNdOptions(payload.subarray(start))
  if (options instanceof ParseError) return options
  if (type === Icmpv6Type.ROUTER_SOLICITATION) return { kind: 'router solicitation', options }
  if (type === Icmpv6Type.ROUTER_ADVERTISEMENT) return readRouterAdvertisement(rest, payload, options)
  const target = ipv6AddressAt(payload, 0)
  if (type === Icmpv6Type.NEIGHBOR_SOLICITATION) return { kind: 'neighbor solicitation', target, options }
  if (type === Icmpv6Type.REDIRECT)
    return { kind: 'redirect', target, destination: ipv6AddressAt(payload, 16), options }
  const [router, solicited, override] = [31, 30, 29].map((bit) => ((rest >>> bit) & 1) === 1) as [
    boolean,
    boolean,
    boolean,
  ]
  return { kind: 'neighbor advertisement', router, solicited, override, target, options }
}

/** Returns the offset of the options in the payload (behind the first 8 bytes), or null when the type is not one of neighbor discovery's five. */
export function ndOptionsStart(type: number): number | null {
  if (type === Icmpv6Type.ROUTER_SOLICITATION) return 0
  if (type === Icmpv6Type.ROUTER_ADVERTISEMENT) return 8
  if (type === Icmpv6Type.REDIRECT) return 32
  return type === Icmpv6Type.NEIGHBOR_SOLICITATION || type === Icmpv6Type.NEIGHBOR_ADVERTISEMENT ? 16 : null
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

/** Returns the message as an ICMPv6 message. */
export function ndMessage(message: NdMessage): IcmpMessage {
  const options = message.options.map(emitNdOption)
  switch (message.kind) {
    case 'router solicitation':
      return { type: Icmpv6Type.ROUTER_SOLICITATION, code: 0, rest: 0, payload: concatenate(options) }
    case 'router advertisement': {
      const { currentHopLimit, managed, other, lifetime, reachableTime, retransmissionTime } = message
      const times = new Uint8Array(8)
      write32(times, 0, reachableTime)
      write32(times, 4, retransmissionTime)
      const flags = (managed ? 0x80 : 0) | (other ? 0x40 : 0)
      const rest = ((currentHopLimit << 24) | (flags << 16) | lifetime) >>> 0
      return { type: Icmpv6Type.ROUTER_ADVERTISEMENT, code: 0, rest, payload: concatenate([times, ...options]) }
    }
    case 'neighbor solicitation': {
      const payload = concatenate([ipv6Bytes(message.target), ...options])
      return { type: Icmpv6Type.NEIGHBOR_SOLICITATION, code: 0, rest: 0, payload }
    }
    case 'redirect': {
      const payload = concatenate([ipv6Bytes(message.target), ipv6Bytes(message.destination), ...options])
      return { type: Icmpv6Type.REDIRECT, code: 0, rest: 0, payload }
    }
    case 'neighbor advertisement': {
      const { router, solicited, override, target } = message
      const rest = (((router ? 4 : 0) | (solicited ? 2 : 0) | (override ? 1 : 0)) << 29) >>> 0
      const payload = concatenate([ipv6Bytes(target), ...options])
      return { type: Icmpv6Type.NEIGHBOR_ADVERTISEMENT, code: 0, rest, payload }
    }
  }
}

/** Returns the offset in the payload of the packet that a redirect quotes; null without one. */
export function redirectedPacketStart(message: Redirect): number | null {
  let at = 32
  for (const option of message.options) {
    if (option.kind === 'redirected packet') return at + 8
    at += ndOptionLength(option)
  }
  return null
}

/** Returns the address in an option of this kind, or null. */
export function linkAddressOf(
  message: NdMessage,
  kind: 'source link address' | 'target link address',
): MacAddress | null {
  for (const option of message.options) if (option.kind === kind) return (option as { mac: MacAddress }).mac
  return null
}
