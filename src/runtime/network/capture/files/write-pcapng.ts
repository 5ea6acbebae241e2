/**
 * Writing pcapng (draft-ietf-opsawg-pcapng): little-endian, one interface per end of a link, times in nanoseconds from the world's epoch on. The same packets
 * give the same bytes.
 */
import type { Nanoseconds } from '../../clock.ts'
import { packetComment } from '../packet-comment.ts'
import type { PacketRecord } from '../packet-record.ts'
import { type BlockOption, BlockWriter, blockLength, timeBytes } from './block-writer.ts'
import {
  BlockType,
  BYTE_ORDER_MAGIC,
  InterfaceOption,
  LINKTYPE_ETHERNET,
  OptionCode,
  PacketOption,
  SectionOption,
  StatisticsOption,
} from './pcapng-format.ts'
import { utf8Bytes } from './utf8.ts'

export interface PcapngOptions {
  /** On the whole file: the name of the exercise, the seed. */
  readonly comment?: string
  /** What else to say of a packet, behind what became of it. */
  readonly commentOn?: (packet: PacketRecord) => string | null
  /** Packets before the first that the recording has let go. */
  readonly droppedBefore?: number
}

/**
 * The file of `packets`, in the order given. `interfaces` are the names of the ends of links that packets may come from; throws RangeError for a
 * packet from elsewhere. Packets that did not arrive as they were sent carry a comment that says why; statistics at the end say how many each interface sent,
 * and how many of them its queue had no room for.
 */
export function writePcapng(
  interfaces: readonly string[],
  packets: readonly PacketRecord[],
  options: PcapngOptions = {},
): Uint8Array {
  const indices = new Map(interfaces.map((name, index) => [name, index]))
  const writer = new BlockWriter()
  sectionHeader(writer, options.comment)
  for (const name of interfaces) interfaceDescription(writer, name)
  const perPacket = packets.map((packet, position) => packetOptions(packet, position === 0, options))
  const counts = countsOf(packets)
  const [first, last] = [packets[0]?.at ?? null, packets.at(-1)?.at ?? null]
  const statistics = interfaces.map((name) => statisticsOptions(counts.get(name) ?? NOTHING, first, last))
  writer.reserve(
    packets.reduce((sum, { bytes }, position) => sum + blockLength(20, bytes, perPacket[position]!), 0) +
      statistics.reduce((sum, some) => sum + blockLength(12, null, some), 0),
  )
  for (const [position, packet] of packets.entries()) {
    const index = indices.get(packet.from)
    if (index === undefined)
      throw new RangeError(`Packet ${packet.number} is from ${packet.from}, which is no interface of the file`)
    enhancedPacket(writer, packet, index, perPacket[position]!)
  }
  for (const [index, some] of statistics.entries()) interfaceStatistics(writer, index, last, some)
  return writer.bytes()
}

function sectionHeader(writer: BlockWriter, comment: string | undefined): void {
  writer.begin(BlockType.SECTION_HEADER)
  writer.u32(BYTE_ORDER_MAGIC)
  writer.u32(1)
  // The length of the section is not given (−1): then readers go block by block.
  writer.u32(-1)
  writer.u32(-1)
  const application = text(SectionOption.USER_APPLICATION, 'Ackademy')
  writer.end(comment === undefined ? [application] : [text(OptionCode.COMMENT, comment), application])
}

function interfaceDescription(writer: BlockWriter, name: string): void {
  writer.begin(BlockType.INTERFACE_DESCRIPTION)
  writer.u32(LINKTYPE_ETHERNET)
  writer.u32(0)
  writer.end([
    text(InterfaceOption.NAME, name),
    { code: InterfaceOption.TIMESTAMP_RESOLUTION, value: Uint8Array.of(9) },
  ])
}

interface Counts {
  sent: number
  /** Of them, those for which the queue had no room. */
  dropped: number
}
const NOTHING: Counts = { sent: 0, dropped: 0 }

function countsOf(packets: readonly PacketRecord[]): Map<string, Counts> {
  const counts = new Map<string, Counts>()
  for (const { from, fate } of packets) {
    const own = counts.get(from) ?? { ...NOTHING }
    counts.set(from, own)
    own.sent++
    if (fate === 'queue') own.dropped++
  }
  return counts
}

/** `first`, `last`: when packets were captured; null when none were. */
function statisticsOptions(
  { sent, dropped }: Counts,
  first: Nanoseconds | null,
  last: Nanoseconds | null,
): readonly BlockOption[] {
  return [
    { code: StatisticsOption.START, value: timeBytes(first) },
    { code: StatisticsOption.END, value: timeBytes(last) },
    number64(StatisticsOption.RECEIVED, sent),
    number64(StatisticsOption.DROPPED, dropped),
  ]
}

function interfaceStatistics(
  writer: BlockWriter,
  index: number,
  last: Nanoseconds | null,
  options: readonly BlockOption[],
): void {
  writer.begin(BlockType.INTERFACE_STATISTICS)
  writer.u32(index)
  writer.time(last)
  writer.end(options)
}

function enhancedPacket(
  writer: BlockWriter,
  { bytes, at }: PacketRecord,
  index: number,
  options: readonly BlockOption[],
): void {
  writer.begin(BlockType.ENHANCED_PACKET)
  writer.u32(index)
  writer.time(at)
  writer.u32(bytes.length)
  writer.u32(bytes.length)
  writer.padded(bytes)
  writer.end(options)
}

const NO_OPTIONS: readonly BlockOption[] = []

function packetOptions(packet: PacketRecord, isFirst: boolean, options: PcapngOptions): readonly BlockOption[] {
  const [own, more] = [packetComment(packet), options.commentOn?.(packet) ?? null]
  const { droppedBefore = 0 } = options
  const isAfterDropped = isFirst && droppedBefore > 0
  if (own === null && more === null && !isAfterDropped) return NO_OPTIONS
  const comments = [own, more].filter((comment) => comment !== null)
  const dropped = isAfterDropped ? [number64(PacketOption.DROP_COUNT, droppedBefore)] : []
  return [...comments.map((comment) => text(OptionCode.COMMENT, comment)), ...dropped]
}

function text(code: number, value: string): BlockOption {
  return { code, value: utf8Bytes(value) }
}

function number64(code: number, value: number): BlockOption {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return { code, value: bytes }
}
