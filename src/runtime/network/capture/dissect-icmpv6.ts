import {
  hasReservedWord,
  ICMP_HEADER_LENGTH,
  ICMPV6_FIELDS,
  type IcmpMessage,
  Icmpv6Type,
  icmpIdentifier,
  icmpSequence,
  icmpv6ChecksumOk,
  icmpv6Meaning,
  isIcmpv6Error,
  type NdMessage,
  ndOptionsStart,
  ParseError,
  parseIcmpv6,
  parseMld,
  parseNd,
} from '../wire/index.ts'
import { dissectMld } from './dissect-mld.ts'
import { dissectNd } from './dissect-neighbour-discovery.ts'
import { type Carrier, checksumStatus, type Dissecting, data, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

/** `dissectPacket` reads the packet that an error quotes. */
export function dissectIcmpv6(
  work: Dissecting,
  carrier: Carrier,
  dissectPacket: (work: Dissecting, start: number, end: number, isQuoted: boolean) => void,
): void {
  const { packet, start, end, isQuoted, isComplete } = carrier
  const bytes = work.bytes.subarray(start, end)
  const message = parseIcmpv6(bytes)
  if (message instanceof ParseError) {
    malformed(work, message, start, end, isQuoted)
    return
  }
  const body = isComplete ? readBody(message) : null
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(ICMPV6_FIELDS, end)
  const isOk = isComplete && icmpv6ChecksumOk(bytes, packet.source, packet.destination)
  checksumStatus(builder, 'icmpv6', isComplete && !isQuoted ? (isOk ? 1 : 0) : 2)
  dissectRest(builder, message, bytes, start)
  if (body !== null && !(body instanceof ParseError)) body.dissect(builder, bytes, start)
  const length = body === null ? ICMP_HEADER_LENGTH : end - start
  work.layers.push(builder.finish('icmpv6', 'Internet Control Message Protocol v6', length, end, isQuoted))
  if (!isQuoted) work.summary = summarize(message, packet.ttl, body)
  if (body instanceof ParseError) malformed(work, body, start + ICMP_HEADER_LENGTH, end, isQuoted)
  else if (isIcmpv6Error(message.type)) dissectPacket(work, start + ICMP_HEADER_LENGTH, end, true)
  else if (body === null) data(work, start + ICMP_HEADER_LENGTH, end, isQuoted)
}

/** What is behind the first 8 bytes, where that is neither data nor a quoted packet. */
interface Body {
  readonly summary: string
  dissect(builder: LayerBuilder, bytes: Uint8Array, start: number): void
}

function readBody(message: IcmpMessage): Body | ParseError | null {
  if (ndOptionsStart(message.type) !== null) {
    const nd = parseNd(message)
    if (nd instanceof ParseError) return nd
    return {
      summary: ndSummary(nd),
      dissect: (builder, bytes, start) => dissectNd(builder, message, nd, bytes, start),
    }
  }
  if (!isMld(message.type)) return null
  const mld = parseMld(message)
  if (mld instanceof ParseError) return mld
  const groups = mld.kind === 'report' && mld.version === 2 ? mld.records.map(({ group }) => group) : [mld.group]
  return {
    summary: groups.join(' '),
    dissect: (builder, bytes, start) => dissectMld(builder, mld, message.type, bytes, start),
  }
}

function isMld(type: number): boolean {
  return (type >= Icmpv6Type.MLD_QUERY && type <= Icmpv6Type.MLD_DONE) || type === Icmpv6Type.MLDV2_REPORT
}

function ndSummary(message: NdMessage): string {
  const macs = message.options.flatMap((option) => ('mac' in option ? [option.mac] : []))
  const at = macs.length > 0 ? ` ${macs[0]}` : ''
  if (message.kind === 'neighbour solicitation') return `for ${message.target}${at === '' ? '' : ` from${at}`}`
  if (message.kind === 'neighbour advertisement') return `${message.target}${at === '' ? '' : ` is at${at}`}`
  return at === '' ? '' : `from${at}`
}

/** The first 8 bytes' second word, which means something else for each type. */
function dissectRest(builder: LayerBuilder, message: IcmpMessage, bytes: Uint8Array, start: number): void {
  const { type, rest } = message
  if (isEcho(type)) {
    builder.field('icmpv6.echo.identifier', 'Identifier', icmpIdentifier(message), start + 4, 2)
    builder.field('icmpv6.echo.sequence_number', 'Sequence', icmpSequence(message), start + 6, 2)
  } else if (type === Icmpv6Type.PACKET_TOO_BIG) builder.field('icmpv6.mtu', 'MTU', rest, start + 4, 4)
  else if (type === Icmpv6Type.PARAMETER_PROBLEM) builder.field('icmpv6.pointer', 'Pointer', rest, start + 4, 4)
  else if (type === Icmpv6Type.DESTINATION_UNREACHABLE || type === Icmpv6Type.TIME_EXCEEDED || hasReservedWord(type))
    builder.field('icmpv6.reserved', 'Reserved', bytes.subarray(4, 8), start + 4, 4)
}

function summarize(message: IcmpMessage, hopLimit: number, body: Body | ParseError | null): string {
  const { type, code, rest } = message
  const meaning = icmpv6Meaning(type, code)
  if (isEcho(type)) return `${meaning} id ${icmpIdentifier(message)} seq ${icmpSequence(message)} ttl ${hopLimit}`
  if (type === Icmpv6Type.PACKET_TOO_BIG) return `${meaning} mtu ${rest}`
  const more = body === null || body instanceof ParseError ? '' : body.summary
  return more === '' ? meaning : `${meaning} ${more}`
}

function isEcho(type: number): boolean {
  return type === Icmpv6Type.ECHO_REQUEST || type === Icmpv6Type.ECHO_REPLY
}
