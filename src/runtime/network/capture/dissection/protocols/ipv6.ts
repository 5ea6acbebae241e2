import { read16 } from '../../../bytes.ts'
import {
  DESTINATION_OPTIONS_FIELDS,
  EtherType,
  type ExtensionChain,
  type ExtensionHeader,
  type ExtensionKind,
  FRAGMENT_FIELDS,
  type FragmentHeader,
  type HeaderField,
  HOP_BY_HOP_FIELDS,
  IPV6_FIELDS,
  IPV6_HEADER_LENGTH,
  IPV6_OPTION_LIST,
  type Ipv6Packet,
  ParseError,
  parseExtensions,
  parseIpv6,
  parseQuotedIpv6,
  ROUTING_FIELDS,
  readFragmentHeader,
} from '../../../wire/index.ts'
import type { IpDatagram } from '../../reassembly/index.ts'
import type { Carrier } from '../dissection.ts'
import type { DissectionWork, Place, Protocol } from '../protocol.ts'
import { addDatagram, datagramFields, dissectDatagram, fragmentText } from './datagram.ts'

const DATAGRAM_FIELDS = datagramFields('ipv6', 'IPv6', 'ipv6.reassembled.in')
const OPTION_FIELDS = [...IPV6_OPTION_LIST.kind, ...IPV6_OPTION_LIST.more, ...IPV6_OPTION_LIST.values]

/** Each extension header is a separate layer with Wireshark's names; the fixed header dissects them all. */
function extension(name: string, label: string, header: readonly HeaderField[], hasOptions: boolean): Protocol {
  const fields = hasOptions ? OPTION_FIELDS : []
  const protocol: Protocol = {
    name,
    label,
    title: 'IPv6',
    header,
    fields,
    dissect(work, place) {
      const { start, end, isQuoted } = place
      const length = end - start
      // Like every layer, it includes the data after its header.
      const whole = work.layers.at(-1)?.end ?? end
      work.layer(protocol, { start, end: whole, isQuoted }, length, (builder) => {
        builder.table(header, end)
        if (hasOptions) builder.options(IPV6_OPTION_LIST, start + 2, end)
      })
    },
  }
  return protocol
}

const EXTENSIONS: Readonly<Record<ExtensionKind, Protocol>> = {
  'hop-by-hop': extension('ipv6.hopopts', 'IPv6 Hop-by-Hop Option', HOP_BY_HOP_FIELDS, true),
  routing: extension('ipv6.routing', 'Routing Header for IPv6', ROUTING_FIELDS, false),
  fragment: extension('ipv6.fraghdr', 'Fragment Header for IPv6', FRAGMENT_FIELDS, false),
  'destination options': extension('ipv6.dstopts', 'Destination Options for IPv6', DESTINATION_OPTIONS_FIELDS, true),
}
export const IPV6_EXTENSIONS: readonly Protocol[] = Object.values(EXTENSIONS)

export const IPV6: Protocol = {
  name: 'ipv6',
  label: 'Internet Protocol Version 6',
  title: 'IPv6',
  header: IPV6_FIELDS,
  fields: Object.values(DATAGRAM_FIELDS),
  foundAt: { etherType: [EtherType.IPV6] },
  dissect(work, place) {
    const { start, isQuoted } = place
    const bytes = work.current.subarray(start, place.end)
    const packet = isQuoted ? parseQuotedIpv6(bytes) : parseIpv6(bytes)
    if (packet instanceof ParseError) return work.malformed(packet, place)
    const payloadStart = start + IPV6_HEADER_LENGTH
    const end = payloadStart + packet.payload.length
    const datagram = isQuoted ? null : work.datagram
    work.layer(IPV6, { ...place, end }, IPV6_HEADER_LENGTH, (builder) => {
      builder.table(IPV6_FIELDS, end)
      if (datagram !== null) addDatagram(builder, DATAGRAM_FIELDS, datagram, work.frame?.number)
    })
    const chain = parseExtensions(packet.nextHeader, packet.payload)
    if (datagram !== null) return dissectFragment(work, packet, chain, datagram, payloadStart)
    for (const header of chain.headers) dissectExtension(work, header, payloadStart, isQuoted)
    const rest: Place = { start: payloadStart + chain.start, end, isQuoted }
    if (chain.error !== null) work.malformed(chain.error, rest)
    else dissectPayload(work, packet, chain, rest, read16(bytes, 4) > packet.payload.length)
  },
}

function dissectExtension(
  work: DissectionWork,
  header: ExtensionHeader,
  payloadStart: number,
  isQuoted: boolean,
): void {
  const { kind, start, end } = header
  EXTENSIONS[kind].dissect(work, { start: payloadStart + start, end: payloadStart + end, isQuoted })
}

/** A fragment, in a capture: everything after its header belongs to the datagram, including more extension headers. */
function dissectFragment(
  work: DissectionWork,
  packet: Ipv6Packet,
  chain: ExtensionChain,
  datagram: IpDatagram,
  payloadStart: number,
): void {
  const last = chain.headers.findIndex(({ kind }) => kind === 'fragment')
  for (const header of chain.headers.slice(0, last + 1)) dissectExtension(work, header, payloadStart, false)
  const { start, end } = chain.headers[last]!
  const { offset, identification } = readFragmentHeader(packet.payload, start)
  const place: Place = { start: payloadStart + end, end: payloadStart + packet.payload.length, isQuoted: false }
  work.sumUp(place, () => fragmentText(identification, datagram.protocol, offset, datagram))
  dissectDatagram(work, datagram, { ...packet, ttl: packet.hopLimit }, place)
}

function dissectPayload(
  work: DissectionWork,
  packet: Ipv6Packet,
  chain: ExtensionChain,
  place: Place,
  isCut: boolean,
): void {
  const fragment = fragmentOf(packet, chain)
  const isPiece = fragment !== null && fragment.offset > 0
  const isWhole = fragment === null || (!isPiece && !fragment.moreFragments)
  const { source, destination, hopLimit } = packet
  const carrier: Carrier = { source, destination, ttl: hopLimit, isComplete: isWhole && !isCut }
  work.sumUp(place, () =>
    isPiece
      ? fragmentText(fragment.identification, chain.protocol, fragment.offset, null)
      : `IP protocol ${chain.protocol} len ${place.end - place.start}`,
  )
  const next = isPiece ? undefined : work.protocols.at('ipProtocol', chain.protocol)
  if (next === undefined) work.data(place)
  else next.dissect(work, { ...place, carrier })
}

function fragmentOf(packet: Ipv6Packet, chain: ExtensionChain): FragmentHeader | null {
  const header = chain.headers.find(({ kind }) => kind === 'fragment')
  return header === undefined ? null : readFragmentHeader(packet.payload, header.start)
}
