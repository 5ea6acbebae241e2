import {
  ARP_FIELDS,
  ARP_LENGTH,
  ArpOperation,
  type ArpPacket,
  EtherType,
  ParseError,
  parseArp,
} from '../../../wire/index.ts'
import type { Protocol } from '../protocol.ts'

export const ARP: Protocol = {
  name: 'arp',
  label: 'Address Resolution Protocol',
  title: 'ARP',
  header: ARP_FIELDS,
  foundAt: { etherType: [EtherType.ARP] },
  dissect(work, place) {
    const { start, end } = place
    const packet = parseArp(work.current.subarray(start, end))
    if (packet instanceof ParseError) return work.malformed(packet, place)
    work.layer(ARP, place, ARP_LENGTH, (builder) => builder.table(ARP_FIELDS, end))
    work.sumUp(place, () => summarize(packet))
  },
}

/** Summarizes a packet. RFC 5227 names two kinds of requests that don't ask for an address: probe and announcement. */
function summarize(packet: ArpPacket): string {
  if (packet.operation === ArpOperation.REPLY) return `${packet.senderIp} is at ${packet.senderMac}`
  if (packet.operation !== ArpOperation.REQUEST) return `ARP operation ${packet.operation}`
  if (packet.senderIp === packet.targetIp) return `ARP announcement for ${packet.senderIp}`
  if (packet.senderIp === '0.0.0.0') return `Who has ${packet.targetIp}? (probe)`
  return `Who has ${packet.targetIp}? Tell ${packet.senderIp}`
}
