/** The blocks of a capture file (draft-ietf-opsawg-pcapng), each written by a function. */
import type { Nanoseconds } from '../../clock.ts'
import { packetComment } from '../packet-comment.ts'
import type { PacketRecord } from '../packet-record.ts'
import { type BlockOption, type BlockWriter, blockLength, timeBytes } from './block-writer.ts'
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
  /** More comments on a packet, after its fate. */
  readonly commentOn?: (packet: PacketRecord) => string | null
  /** Number of packets dropped from the start of the recording. */
  readonly droppedBefore?: number
}

export function sectionHeader(writer: BlockWriter, comment: string | undefined): void {
  writer.begin(BlockType.SECTION_HEADER)
  writer.u32(BYTE_ORDER_MAGIC)
  writer.u32(1)
  // The length of the section is not given (−1), so readers go block by block.
  writer.u32(-1)
  writer.u32(-1)
  const application = text(SectionOption.USER_APPLICATION, 'Ackademy')
  writer.end(comment === undefined ? [application] : [text(OptionCode.COMMENT, comment), application])
}

export function interfaceDescription(writer: BlockWriter, name: string): void {
  writer.begin(BlockType.INTERFACE_DESCRIPTION)
  writer.u32(LINKTYPE_ETHERNET)
  writer.u32(0)
  writer.end([
    text(InterfaceOption.NAME, name),
    { code: InterfaceOption.TIMESTAMP_RESOLUTION, value: Uint8Array.of(9) },
  ])
}

/** Counts of one interface. */
export interface Counts {
  sent: number
  /** Those dropped because the queue was full. */
  dropped: number
}
export const NOTHING: Counts = { sent: 0, dropped: 0 }

/** Returns the options. `first`, `last`: times of captured packets; null without any. */
export function statisticsOptions(
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

export function interfaceStatistics(
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

/** Returns the length of the whole block. */
export function enhancedPacketLength({ bytes }: PacketRecord, options: readonly BlockOption[]): number {
  return blockLength(20, bytes, options)
}

export function enhancedPacket(
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

export function packetOptions(packet: PacketRecord, isFirst: boolean, options: PcapngOptions): readonly BlockOption[] {
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
