/**
 * Writing pcapng (draft-ietf-opsawg-pcapng): little-endian, one interface per end of a link, times in nanoseconds from the world's epoch on. The same packets
 * give the same bytes.
 */
import { WORLD_EPOCH_MS } from '../../clock.ts'
import type { PacketFate, PacketRecord } from '../packet-record.ts'
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

const EPOCH_NS = BigInt(WORLD_EPOCH_MS) * 1_000_000n

interface BlockOption {
  readonly code: number
  readonly value: Uint8Array
}

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
  const blocks = [sectionHeader(options.comment), ...interfaces.map(interfaceDescription)]
  for (const [position, packet] of packets.entries()) {
    const index = indices.get(packet.from)
    if (index === undefined)
      throw new RangeError(`Packet ${packet.number} is from ${packet.from}, which is no interface of the file`)
    blocks.push(enhancedPacket(packet, index, packetOptions(packet, position === 0, options)))
  }
  blocks.push(...interfaces.map((name, index) => interfaceStatistics(name, index, packets)))
  return joined(blocks)
}

function joined(blocks: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0))
  let at = 0
  for (const block of blocks) {
    file.set(block, at)
    at += block.length
  }
  return file
}

function sectionHeader(comment: string | undefined): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // The length of the section is not given (−1): then readers go block by block.
  view.setInt32(8, -1, true)
  view.setInt32(12, -1, true)
  const application = text(SectionOption.USER_APPLICATION, 'Ackademy')
  const options = comment === undefined ? [application] : [text(OptionCode.COMMENT, comment), application]
  return block(BlockType.SECTION_HEADER, body, options)
}

function interfaceDescription(name: string): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint16(0, LINKTYPE_ETHERNET, true)
  return block(BlockType.INTERFACE_DESCRIPTION, body, [
    text(InterfaceOption.NAME, name),
    { code: InterfaceOption.TIMESTAMP_RESOLUTION, value: Uint8Array.of(9) },
  ])
}

function interfaceStatistics(name: string, index: number, packets: readonly PacketRecord[]): Uint8Array {
  const own = packets.filter(({ from }) => from === name)
  const body = new Uint8Array(12)
  const view = new DataView(body.buffer)
  const ends = packets.length === 0 ? [0n, 0n] : [timeOf(packets[0]!), timeOf(packets.at(-1)!)]
  view.setUint32(0, index, true)
  setTime(view, 4, ends[1]!)
  return block(BlockType.INTERFACE_STATISTICS, body, [
    ...ends.map((time, end) => {
      const value = new Uint8Array(8)
      setTime(new DataView(value.buffer), 0, time)
      return { code: end === 0 ? StatisticsOption.START : StatisticsOption.END, value }
    }),
    number64(StatisticsOption.RECEIVED, own.length),
    number64(StatisticsOption.DROPPED, own.filter(({ fate }) => fate === 'queue').length),
  ])
}

function enhancedPacket(packet: PacketRecord, index: number, options: readonly BlockOption[]): Uint8Array {
  const { bytes } = packet
  const body = new Uint8Array(20 + padded(bytes.length))
  const view = new DataView(body.buffer)
  view.setUint32(0, index, true)
  setTime(view, 4, timeOf(packet))
  view.setUint32(12, bytes.length, true)
  view.setUint32(16, bytes.length, true)
  body.set(bytes, 20)
  return block(BlockType.ENHANCED_PACKET, body, options)
}

function packetOptions(packet: PacketRecord, isFirst: boolean, options: PcapngOptions): BlockOption[] {
  const comments = [commentOn(packet), options.commentOn?.(packet) ?? null].filter((comment) => comment !== null)
  const { droppedBefore = 0 } = options
  const dropped = isFirst && droppedBefore > 0 ? [number64(PacketOption.DROP_COUNT, droppedBefore)] : []
  return [...comments.map((comment) => text(OptionCode.COMMENT, comment)), ...dropped]
}

function timeOf({ at }: PacketRecord): bigint {
  return EPOCH_NS + BigInt(at)
}

/** Times are two words, the higher first whatever the order of bytes. */
function setTime(view: DataView, at: number, time: bigint): void {
  view.setUint32(at, Number(time >> 32n), true)
  view.setUint32(at + 4, Number(time & 0xffff_ffffn), true)
}

const FATES: Readonly<Record<PacketFate, string | null>> = {
  'under way': null,
  delivered: null,
  loss: 'lost on the link',
  queue: 'dropped: the queue was full',
  rule: 'dropped by a rule',
  cut: 'lost: the link was cut',
  mtu: 'dropped: larger than the MTU of the link',
  filter: 'dropped by a packet filter',
}

function commentOn({ fate, duplicateOf, isDamaged, changedBy }: PacketRecord): string | null {
  const copy = duplicateOf === undefined ? null : `the link's second copy of packet ${duplicateOf}`
  const damage = isDamaged ? 'damaged on the link' : null
  const change = changedBy === undefined ? null : `changed by a rule: ${changedBy}`
  const parts = [copy, change, damage, FATES[fate]].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

function text(code: number, value: string): BlockOption {
  return { code, value: utf8Bytes(value) }
}

function number64(code: number, value: number): BlockOption {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return { code, value: bytes }
}

/** A block: type and length around the body and its options, the length again at the end. */
function block(type: number, body: Uint8Array, options: readonly BlockOption[]): Uint8Array {
  const optionsLength = options.length === 0 ? 0 : options.reduce((sum, { value }) => sum + 4 + padded(value.length), 4)
  const length = 12 + body.length + optionsLength
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  bytes.set(body, 8)
  let at = 8 + body.length
  for (const { code, value } of options) {
    view.setUint16(at, code, true)
    view.setUint16(at + 2, value.length, true)
    bytes.set(value, at + 4)
    at += 4 + padded(value.length)
  }
  view.setUint32(length - 4, length, true)
  return bytes
}

function padded(length: number): number {
  return (length + 3) & ~3
}
