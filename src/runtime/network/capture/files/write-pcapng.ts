/**
 * Writing of pcapng (draft-ietf-opsawg-pcapng): little-endian, one interface per end of a link, times in nanoseconds from
 * the world's epoch. The same packets give the same bytes.
 */
import type { PacketRecord } from '../packet-record.ts'
import { BlockWriter, blockLength } from './block-writer.ts'
import {
  type Counts,
  enhancedPacket,
  enhancedPacketLength,
  interfaceDescription,
  interfaceStatistics,
  NOTHING,
  type PcapngOptions,
  packetOptions,
  sectionHeader,
  statisticsOptions,
} from './pcapng-blocks.ts'

/**
 * Writes the file of `packets`, in the given order. `interfaces` are the names of the ends of links that packets may come
 * from; throws RangeError for others. Packets that did not arrive as sent carry a comment with the reason. Statistics at the
 * end count each interface's packets and queue drops.
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
    packets.reduce((sum, packet, position) => sum + enhancedPacketLength(packet, perPacket[position]!), 0) +
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
