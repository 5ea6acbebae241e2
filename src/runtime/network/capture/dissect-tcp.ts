import {
  flagsText,
  IpProtocol,
  ParseError,
  parseTcp,
  readTcpOptions,
  TCP_FIELDS,
  TCP_HEADER_LENGTH,
  TcpFlag,
  type TcpSegment,
  transportChecksumOk,
} from '../wire/index.ts'
import { dissectTcpOptions } from './dissect-tcp-options.ts'
import { type Carrier, checksumStatus, type Dissecting, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'
import { quotedText } from './quoted-text.ts'
import { markLabel, type TcpPosition } from './tcp-analysis.ts'

export function dissectTcp(work: Dissecting, carrier: Carrier): void {
  const { packet, start, end, isQuoted, isComplete } = carrier
  const bytes = work.bytes.subarray(start, end)
  const segment = parseTcp(bytes)
  if (segment instanceof ParseError && isComplete) {
    malformed(work, segment, start, end, isQuoted)
    return
  }
  const position = isQuoted ? null : work.position
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(TCP_FIELDS, end)
  let headerLength = Math.min(TCP_HEADER_LENGTH, bytes.length)
  if (!(segment instanceof ParseError)) {
    headerLength = TCP_HEADER_LENGTH + segment.options.length
    const isOk = isComplete && transportChecksumOk(bytes, packet.source, packet.destination, IpProtocol.TCP)
    checksumStatus(builder, 'tcp', isComplete ? (isOk ? 1 : 0) : 2)
    dissectSegment(builder, segment, position, carrier)
    if (!isQuoted) work.summary = summarize(segment, position)
  }
  work.layers.push(builder.finish('tcp', 'Transmission Control Protocol', headerLength, end, isQuoted))
}

function dissectSegment(
  builder: LayerBuilder,
  segment: TcpSegment,
  position: TcpPosition | null,
  carrier: Carrier,
): void {
  const { start, isQuoted } = carrier
  const { options, payload } = segment
  if (options.length > 0) {
    builder.field('tcp.options', 'TCP Options', options, start + TCP_HEADER_LENGTH, options.length)
    dissectTcpOptions(builder, options, start + TCP_HEADER_LENGTH, position?.peerBase ?? 0)
  }
  // A quoted segment is mostly cut short: how long it was is not known from here.
  if (!isQuoted) builder.derived('tcp.len', 'TCP Segment Len', payload.length)
  if (position !== null) dissectPosition(builder, segment, position)
  if (payload.length > 0) {
    builder.field('tcp.payload', 'TCP payload', payload, start + TCP_HEADER_LENGTH + options.length, payload.length)
  }
}

/** What only the whole capture tells. */
function dissectPosition(builder: LayerBuilder, segment: TcpSegment, position: TcpPosition): void {
  builder.derived('tcp.stream', 'Stream index', position.stream)
  builder.derived('tcp.seq', 'Sequence Number', position.sequence)
  builder.derived('tcp.nxtseq', 'Next Sequence Number', position.nextSequence)
  builder.derived('tcp.ack', 'Acknowledgment Number', position.acknowledgment)
  const isScaled = position.windowScale !== null && (segment.flags & TcpFlag.SYN) === 0
  const scale = isScaled ? 2 ** position.windowScale! : 1
  builder.derived('tcp.window_size', 'Calculated window size', segment.window * scale)
  for (const mark of position.marks) builder.derived(`tcp.analysis.${mark}`, markLabel(mark), 1, '')
}

/** As tcpdump and the course write it: flags, relative numbers, what is special, the first of the data. */
function summarize(segment: TcpSegment, position: TcpPosition | null): string {
  const { flags, payload } = segment
  const parts = [flagsText(flags) || 'no flags', `seq ${position?.sequence ?? segment.sequenceNumber}`]
  if (flags & TcpFlag.ACK) parts.push(`ack ${position?.acknowledgment ?? segment.acknowledgmentNumber}`)
  if (flags & TcpFlag.SYN) parts.push(...synText(segment))
  else if (segment.window === 0 && (flags & TcpFlag.RST) === 0) parts.push('win 0')
  if (payload.length > 0) parts.push(`len ${payload.length}`)
  const again = position?.repeats == null ? '' : `  again #${position.repeats}`
  return parts.join(' ') + quotedText(payload) + again
}

function synText(segment: TcpSegment): string[] {
  const { mss, windowScale } = readTcpOptions(segment.options)
  const parts = segment.flags & TcpFlag.ACK ? [] : [`win ${segment.window}`]
  if (mss !== null) parts.push(`MSS ${mss}`)
  if (windowScale !== null) parts.push(`WS ${2 ** windowScale}`)
  return parts
}
