import {
  IPV4_FIELDS,
  IPV4_HEADER_LENGTH,
  IpProtocol,
  type Ipv4Packet,
  ipv4ChecksumOk,
  ParseError,
  parseIpv4,
  parseQuotedIpv4,
} from '../wire/index.ts'
import { dissectIcmp } from './dissect-icmp.ts'
import { dissectTcp } from './dissect-tcp.ts'
import { dissectUdp } from './dissect-udp.ts'
import { type Carrier, checksumStatus, type Dissecting, data, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

export function dissectIpv4(work: Dissecting, start: number, end: number, isQuoted: boolean): void {
  const bytes = work.bytes.subarray(start, end)
  const packet = isQuoted ? parseQuotedIpv4(bytes) : parseIpv4(bytes)
  if (packet instanceof ParseError) {
    malformed(work, packet, start, end, isQuoted)
    return
  }
  const headerLength = IPV4_HEADER_LENGTH + packet.options.length
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(IPV4_FIELDS, end)
  checksumStatus(builder, 'ip', ipv4ChecksumOk(bytes) ? 1 : 0)
  dissectOptions(builder, packet.options, start + IPV4_HEADER_LENGTH)
  const payloadStart = start + headerLength
  const payloadEnd = payloadStart + packet.payload.length
  work.layers.push(builder.finish('ip', 'Internet Protocol Version 4', headerLength, payloadEnd, isQuoted))
  const totalLength = (bytes[2]! << 8) | bytes[3]!
  const isWhole = !packet.moreFragments && packet.fragmentOffset === 0 && totalLength === payloadEnd - start
  dissectPayload(work, packet, { packet, start: payloadStart, end: payloadEnd, isQuoted, isComplete: isWhole })
}

function dissectPayload(work: Dissecting, packet: Ipv4Packet, carrier: Carrier): void {
  const { start, end, isQuoted } = carrier
  if (!isQuoted) work.summary = `IP protocol ${packet.protocol} len ${packet.payload.length}`
  if (packet.fragmentOffset > 0) {
    if (!isQuoted)
      work.summary = `Fragment of IP packet ${packet.identification}, protocol ${packet.protocol}, at byte ${packet.fragmentOffset}`
    data(work, start, end, isQuoted)
  } else if (packet.protocol === IpProtocol.TCP) dissectTcp(work, carrier)
  else if (packet.protocol === IpProtocol.UDP) dissectUdp(work, carrier)
  else if (packet.protocol === IpProtocol.ICMP) dissectIcmp(work, carrier, dissectIpv4)
  else data(work, start, end, isQuoted)
}

/** Types and lengths of the options; a wrong length ends the list (RFC 791 §3.1: the receiver gives up on the rest). */
function dissectOptions(builder: LayerBuilder, options: Uint8Array, start: number): void {
  for (let at = 0; at < options.length; ) {
    const type = options[at]!
    builder.field('ip.opt.type', 'Option type', type, start + at, 1)
    if (type === 0) return
    const length = type === 1 ? 1 : (options[at + 1] ?? 0)
    if (length === 0 || at + length > options.length) return
    if (length > 1) builder.field('ip.opt.len', 'Option length', length, start + at + 1, 1)
    at += length
  }
}
