import {
  DNS_HEADER_LENGTH,
  DNS_PORT,
  IpProtocol,
  ParseError,
  parseUdp,
  transportChecksumOk,
  UDP_FIELDS,
  UDP_HEADER_LENGTH,
  type UdpDatagram,
} from '../wire/index.ts'
import { dissectDns } from './dissect-dns.ts'
import { type Carrier, checksumStatus, type Dissecting, data, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'
import { quotedText } from './quoted-text.ts'

export function dissectUdp(work: Dissecting, carrier: Carrier): void {
  const { packet, start, end, isQuoted, isComplete } = carrier
  const bytes = work.bytes.subarray(start, end)
  const builder = new LayerBuilder(work.bytes, start)
  const datagram = parseUdp(bytes)
  if (datagram instanceof ParseError && isComplete) {
    malformed(work, datagram, start, end, isQuoted)
    return
  }
  builder.table(UDP_FIELDS, end)
  const payload = datagram instanceof ParseError ? bytes.subarray(UDP_HEADER_LENGTH) : datagram.payload
  const payloadStart = start + UDP_HEADER_LENGTH
  const payloadEnd = payloadStart + payload.length
  const isSummed = bytes[6] !== 0 || bytes[7] !== 0
  const isOk =
    isComplete &&
    transportChecksumOk(work.bytes.subarray(start, payloadEnd), packet.source, packet.destination, IpProtocol.UDP)
  checksumStatus(builder, 'udp', !isComplete ? 2 : !isSummed ? 3 : isOk ? 1 : 0)
  if (payload.length > 0) builder.field('udp.payload', 'Payload', payload, payloadStart, payload.length)
  const length = Math.min(UDP_HEADER_LENGTH, bytes.length)
  work.layers.push(
    builder.finish('udp', 'User Datagram Protocol', length, Math.max(payloadEnd, start + length), isQuoted),
  )
  if (!isQuoted && !(datagram instanceof ParseError)) {
    work.summary = `${datagram.sourcePort} > ${datagram.destinationPort} len ${payload.length}${quotedText(payload)}`
  }
  if (!(datagram instanceof ParseError) && isDns(datagram)) dissectDns(work, payloadStart, payloadEnd, isQuoted)
  else data(work, payloadStart, payloadEnd, isQuoted)
}

/** What is too short for a header is something else that a program sends to that port. */
function isDns({ sourcePort, destinationPort, payload }: UdpDatagram): boolean {
  return payload.length >= DNS_HEADER_LENGTH && (sourcePort === DNS_PORT || destinationPort === DNS_PORT)
}
