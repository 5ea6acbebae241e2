import {
  DESTINATION_OPTIONS_FIELDS,
  type ExtensionChain,
  type ExtensionHeader,
  type ExtensionKind,
  FRAGMENT_FIELDS,
  type FragmentHeader,
  type HeaderField,
  HOP_BY_HOP_FIELDS,
  IPV6_FIELDS,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  Ipv6OptionType,
  type Ipv6Packet,
  ParseError,
  parseExtensions,
  parseIpv6,
  parseIpv6Options,
  parseQuotedIpv6,
  ROUTING_FIELDS,
  readFragmentHeader,
} from '../wire/index.ts'
import { dissectIcmpv6 } from './dissect-icmpv6.ts'
import { dissectTcp } from './dissect-tcp.ts'
import { dissectUdp } from './dissect-udp.ts'
import { type Carrier, type Dissecting, data, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

/** Each extension header is a layer of its own, under Wireshark's names. */
const EXTENSIONS: Readonly<Record<ExtensionKind, { protocol: string; label: string; fields: readonly HeaderField[] }>> =
  {
    'hop-by-hop': { protocol: 'ipv6.hopopts', label: 'IPv6 Hop-by-Hop Option', fields: HOP_BY_HOP_FIELDS },
    routing: { protocol: 'ipv6.routing', label: 'Routing Header for IPv6', fields: ROUTING_FIELDS },
    fragment: { protocol: 'ipv6.fraghdr', label: 'Fragment Header for IPv6', fields: FRAGMENT_FIELDS },
    'destination options': {
      protocol: 'ipv6.dstopts',
      label: 'Destination Options for IPv6',
      fields: DESTINATION_OPTIONS_FIELDS,
    },
  }

export function dissectIpv6(work: Dissecting, start: number, end: number, isQuoted: boolean): void {
  const bytes = work.bytes.subarray(start, end)
  const packet = isQuoted ? parseQuotedIpv6(bytes) : parseIpv6(bytes)
  if (packet instanceof ParseError) {
    malformed(work, packet, start, end, isQuoted)
    return
  }
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(IPV6_FIELDS, end)
  const payloadStart = start + IPV6_HEADER_LENGTH
  const payloadEnd = payloadStart + packet.payload.length
  work.layers.push(builder.finish('ipv6', 'Internet Protocol Version 6', IPV6_HEADER_LENGTH, payloadEnd, isQuoted))
  const chain = parseExtensions(packet.nextHeader, packet.payload)
  for (const header of chain.headers) dissectExtension(work, header, payloadStart, payloadEnd, isQuoted)
  if (chain.error !== null) {
    malformed(work, chain.error, payloadStart + chain.start, payloadEnd, isQuoted)
    return
  }
  const isCut = ((bytes[4]! << 8) | bytes[5]!) > packet.payload.length
  dissectPayload(work, packet, chain, { start: payloadStart + chain.start, end: payloadEnd, isQuoted, isCut })
}

interface Place {
  start: number
  end: number
  isQuoted: boolean
  isCut: boolean
}

function dissectPayload(work: Dissecting, packet: Ipv6Packet, chain: ExtensionChain, place: Place): void {
  const { start, end, isQuoted, isCut } = place
  const fragment = fragmentOf(packet, chain)
  const isWhole = fragment === null || (fragment.offset === 0 && !fragment.moreFragments)
  const { source, destination, hopLimit } = packet
  const carrier: Carrier = {
    packet: { source, destination, ttl: hopLimit },
    ...{ start, end, isQuoted, isComplete: isWhole && !isCut },
  }
  if (!isQuoted) work.summary = `IP protocol ${chain.protocol} len ${end - start}`
  if (fragment !== null && fragment.offset > 0) {
    if (!isQuoted)
      work.summary = `Fragment of IP packet ${fragment.identification}, protocol ${chain.protocol}, at byte ${fragment.offset}`
    data(work, start, end, isQuoted)
  } else if (chain.protocol === IpProtocol.TCP) dissectTcp(work, carrier)
  else if (chain.protocol === IpProtocol.UDP) dissectUdp(work, carrier)
  else if (chain.protocol === IpProtocol.ICMPV6) dissectIcmpv6(work, carrier, dissectIpv6)
  else data(work, start, end, isQuoted)
}

function fragmentOf(packet: Ipv6Packet, chain: ExtensionChain): FragmentHeader | null {
  const header = chain.headers.find(({ kind }) => kind === 'fragment')
  return header === undefined ? null : readFragmentHeader(packet.payload, header.start)
}

function dissectExtension(
  work: Dissecting,
  header: ExtensionHeader,
  payloadStart: number,
  payloadEnd: number,
  isQuoted: boolean,
): void {
  const { protocol, label, fields } = EXTENSIONS[header.kind]
  const start = payloadStart + header.start
  const length = header.end - header.start
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(fields, start + length)
  if (header.kind === 'hop-by-hop' || header.kind === 'destination options') {
    dissectOptions(builder, work.bytes.subarray(start + 2, start + length), start + 2)
  }
  work.layers.push(builder.finish(protocol, label, length, payloadEnd, isQuoted))
}

function dissectOptions(builder: LayerBuilder, bytes: Uint8Array, start: number): void {
  const options = parseIpv6Options(bytes)
  if (options instanceof ParseError) return
  for (const { type, data, offset } of options) {
    builder.field('ipv6.opt.type', 'Type', type, start + offset, 1)
    if (type === Ipv6OptionType.PAD1) continue
    builder.field('ipv6.opt.length', 'Length', data.length, start + offset + 1, 1)
    if (type === Ipv6OptionType.PADN && data.length > 0)
      builder.field('ipv6.opt.padn', 'PadN', data, start + offset + 2, data.length)
    if (type === Ipv6OptionType.ROUTER_ALERT && data.length === 2)
      builder.field('ipv6.opt.router_alert', 'Router Alert', (data[0]! << 8) | data[1]!, start + offset + 2, 2)
  }
}
