import { read16 } from '../../../bytes.ts'
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
import type { IpDatagram } from '../../reassembly/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { Carrier } from '../dissection.ts'
import type { DissectionWork, Place, Protocol } from '../protocol.ts'
import { addDatagram, datagramFields, dissectDatagram, fragmentText } from './datagram.ts'

const CHECKSUM_STATUS = checksumStatusField('ip')
const DATAGRAM_FIELDS = datagramFields('ip', 'IPv4', 'ip.reassembled_in')

export const IPV4: Protocol = {
  name: 'ip',
  label: 'Internet Protocol Version 4',
  title: 'IPv4',
  header: IPV4_FIELDS,
  fields: [
    ...[CHECKSUM_STATUS, ...IPV4_OPTION_LIST.kind, ...IPV4_OPTION_LIST.more, ...IPV4_OPTION_LIST.values],
    ...Object.values(DATAGRAM_FIELDS),
  ],
  foundAt: { etherType: [EtherType.IPV4] },
  dissect(work, place) {
    const { start, isQuoted } = place
    const bytes = work.current.subarray(start, place.end)
    const packet = isQuoted ? parseQuotedIpv4(bytes) : parseIpv4(bytes)
    if (packet instanceof ParseError) return work.malformed(packet, place)
    const headerLength = IPV4_HEADER_LENGTH + packet.options.length
    const payloadStart = start + headerLength
    const end = payloadStart + packet.payload.length
    const datagram = isQuoted ? null : work.datagram
    work.layer(IPV4, { ...place, end }, headerLength, (builder) => {
      builder.table(IPV4_FIELDS, end)
      checksumStatus(builder, CHECKSUM_STATUS, () => (ipv4ChecksumOk(bytes) ? 1 : 0))
      builder.options(IPV4_OPTION_LIST, start + IPV4_HEADER_LENGTH, payloadStart)
      if (datagram !== null) addDatagram(builder, DATAGRAM_FIELDS, datagram, work.frame?.number)
    })
    const { source, destination, ttl } = packet
    const totalLength = read16(bytes, 2)
    const isComplete = !packet.moreFragments && packet.fragmentOffset === 0 && totalLength === end - start
    const carrier: Carrier = { source, destination, ttl, isComplete }
    dissectPayload(work, packet, datagram, { start: payloadStart, end, isQuoted, carrier })
  },
}

function dissectPayload(work: DissectionWork, packet: Ipv4Packet, datagram: IpDatagram | null, place: Place): void {
  const { protocol, identification, fragmentOffset } = packet
  work.sumUp(place, () =>
    fragmentOffset > 0 || datagram !== null
      ? fragmentText(identification, protocol, fragmentOffset, datagram)
      : `IP protocol ${protocol} len ${packet.payload.length}`,
  )
  const next = fragmentOffset > 0 ? undefined : work.protocols.at('ipProtocol', protocol)
  if (datagram !== null) dissectDatagram(work, datagram, packet, place)
  else if (next === undefined) work.data(place)
  else next.dissect(work, place)
}
