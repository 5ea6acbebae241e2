import { ARP_FIELDS, ARP_LENGTH, ArpOperation, type ArpPacket, ParseError, parseArp } from '../wire/index.ts'
import { type Dissecting, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

export function dissectArp(work: Dissecting, start: number, end: number): void {
  const packet = parseArp(work.bytes.subarray(start, end))
  if (packet instanceof ParseError) {
    malformed(work, packet, start, end, false)
    return
  }
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(ARP_FIELDS, end)
  work.layers.push(builder.finish('arp', 'Address Resolution Protocol', ARP_LENGTH, end, false))
  work.summary = summarize(packet)
}

/** RFC 5227 gives the two requests without a question of their own their names: a probe, and an announcement. */
function summarize(packet: ArpPacket): string {
  if (packet.operation === ArpOperation.REPLY) return `${packet.senderIp} is at ${packet.senderMac}`
  if (packet.operation !== ArpOperation.REQUEST) return `ARP operation ${packet.operation}`
  if (packet.senderIp === packet.targetIp) return `ARP announcement for ${packet.senderIp}`
  if (packet.senderIp === '0.0.0.0') return `Who has ${packet.targetIp}? (probe)`
  return `Who has ${packet.targetIp}? Tell ${packet.senderIp}`
}
