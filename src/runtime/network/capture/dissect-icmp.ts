import { formatIpAddress } from '../address/index.ts'
import {
  ICMP_FIELDS,
  ICMP_HEADER_LENGTH,
  type IcmpMessage,
  IcmpType,
  icmpChecksumOk,
  icmpIdentifier,
  icmpMeaning,
  icmpNextHopMtu,
  icmpSequence,
  isIcmpError,
  ParseError,
  parseIcmp,
} from '../wire/index.ts'
import { type Carrier, checksumStatus, type Dissecting, data, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

/** `dissectPacket` reads the packet that an error quotes. */
export function dissectIcmp(
  work: Dissecting,
  carrier: Carrier,
  dissectPacket: (work: Dissecting, start: number, end: number, isQuoted: boolean) => void,
): void {
  const { start, end, isQuoted, isComplete } = carrier
  const bytes = work.bytes.subarray(start, end)
  const message = parseIcmp(bytes)
  if (message instanceof ParseError) {
    malformed(work, message, start, end, isQuoted)
    return
  }
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(ICMP_FIELDS, end)
  checksumStatus(builder, 'icmp', isComplete && !isQuoted ? (icmpChecksumOk(bytes) ? 1 : 0) : 2)
  dissectRest(builder, message, work.bytes, start)
  work.layers.push(builder.finish('icmp', 'Internet Control Message Protocol', ICMP_HEADER_LENGTH, end, isQuoted))
  if (!isQuoted) work.summary = summarize(message, carrier.packet.ttl)
  if (isIcmpError(message.type)) dissectPacket(work, start + ICMP_HEADER_LENGTH, end, true)
  else data(work, start + ICMP_HEADER_LENGTH, end, isQuoted)
}

/** The header's second word, which means something else for each type. */
function dissectRest(builder: LayerBuilder, message: IcmpMessage, bytes: Uint8Array, start: number): void {
  if (isEcho(message)) {
    builder.field('icmp.ident', 'Identifier', icmpIdentifier(message), start + 4, 2)
    builder.field('icmp.seq', 'Sequence number', icmpSequence(message), start + 6, 2)
  } else if (isFragmentationNeeded(message)) {
    builder.field('icmp.mtu', 'MTU of next hop', icmpNextHopMtu(message), start + 6, 2)
  } else if (message.type === IcmpType.REDIRECT) {
    const gateway = formatIpAddress(bytes.subarray(start + 4, start + 8))
    builder.field('icmp.redir_gw', 'Gateway Address', gateway, start + 4, 4)
  }
}

function summarize(message: IcmpMessage, ttl: number): string {
  const meaning = icmpMeaning(message.type, message.code)
  if (isEcho(message)) return `${meaning} id ${icmpIdentifier(message)} seq ${icmpSequence(message)} ttl ${ttl}`
  return isFragmentationNeeded(message) ? `${meaning} mtu ${icmpNextHopMtu(message)}` : meaning
}

function isEcho({ type }: IcmpMessage): boolean {
  return type === IcmpType.ECHO_REQUEST || type === IcmpType.ECHO_REPLY
}

function isFragmentationNeeded({ type, code }: IcmpMessage): boolean {
  return type === IcmpType.DESTINATION_UNREACHABLE && code === 4
}
