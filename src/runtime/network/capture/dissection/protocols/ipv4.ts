import {
  EtherType,
  IPV4_FIELDS,
  IPV4_HEADER_LENGTH,
  IPV4_OPTION_LIST,
  type Ipv4Packet,
  ipv4ChecksumOk,
  ParseError,
  parseIpv4,
  parseQuotedIpv4,
} from '../../../wire/index.ts'
import { checksumStatus, checksumStatusField, type Dissecting } from '../dissecting.ts'
import type { Carrier, Place, Protocol } from '../protocol.ts'

const CHECKSUM_STATUS = checksumStatusField('ip')

export const IPV4: Protocol = {
  ...{ name: 'ip', label: 'Internet Protocol Version 4', title: 'IPv4', header: IPV4_FIELDS },
  fields: [CHECKSUM_STATUS, ...IPV4_OPTION_LIST.kind, ...IPV4_OPTION_LIST.more, ...IPV4_OPTION_LIST.values],
  foundAt: { etherType: [EtherType.IPV4] },
  dissect(work, place) {
    const { start, isQuoted } = place
    const bytes = work.current.subarray(start, place.end)
    const packet = isQuoted ? parseQuotedIpv4(bytes) : parseIpv4(bytes)
    if (packet instanceof ParseError) return work.malformed(packet, place)
    const headerLength = IPV4_HEADER_LENGTH + packet.options.length
    const payloadStart = start + headerLength
    const end = payloadStart + packet.payload.length
    work.layer(IPV4, { ...place, end }, headerLength, (builder) => {
      builder.table(IPV4_FIELDS, end)
      checksumStatus(builder, CHECKSUM_STATUS, ipv4ChecksumOk(bytes) ? 1 : 0)
      builder.options(IPV4_OPTION_LIST, start + IPV4_HEADER_LENGTH, payloadStart)
    })
    const { source, destination, ttl } = packet
    const totalLength = (bytes[2]! << 8) | bytes[3]!
    const isComplete = !packet.moreFragments && packet.fragmentOffset === 0 && totalLength === end - start
    const carrier: Carrier = { source, destination, ttl, isComplete }
    dissectPayload(work, packet, { start: payloadStart, end, isQuoted, carrier })
  },
}

function dissectPayload(work: Dissecting, packet: Ipv4Packet, place: Place): void {
  const { protocol, identification, fragmentOffset } = packet
  work.sumUp(place, () =>
    fragmentOffset > 0
      ? `Fragment of IP packet ${identification}, protocol ${protocol}, at byte ${fragmentOffset}`
      : `IP protocol ${protocol} len ${packet.payload.length}`,
  )
  const next = fragmentOffset > 0 ? undefined : work.protocols.at('ipProtocol', protocol)
  if (next === undefined) work.data(place)
  else next.dissect(work, place)
}
