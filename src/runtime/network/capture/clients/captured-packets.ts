/** Packets of a file, prepared for reading conversations: in order of time, without tags, truncated ones padded to their full length. */
import { concatenate, read16 } from '../../bytes.ts'
import { ETHERNET_HEADER_LENGTH, EtherType } from '../../wire/index.ts'
import type { CaptureFile } from '../files/index.ts'
import { recordsOf } from '../files/index.ts'
import type { PacketRecord } from '../packet-record.ts'

export interface CapturedPacket {
  readonly record: PacketRecord
  /** Bytes at the packet's end that were not captured, filled with zeros. */
  readonly missing: number
}

/** EtherTypes of tags: IEEE 802.1Q and 802.1ad, and the earlier number for double tags. */
const TAGS: ReadonlySet<number> = new Set([EtherType.VLAN, 0x88a8, 0x9100])
const TAG_LENGTH = 4
/** IP can't carry more; longer packets are invalid. */
const LONGEST_PACKET = 65_535 + ETHERNET_HEADER_LENGTH
/** Limit on zeros for missing bytes: a hostile file may claim any number. */
const MOST_MISSING = 64 * 2 ** 20

export function capturedPackets(file: CaptureFile): CapturedPacket[] {
  let left = MOST_MISSING
  const packets = recordsOf(file).map((record, index): CapturedPacket => {
    const { bytes, originalLength } = file.packets[index]!
    const cut = Math.max(0, Math.min(originalLength, LONGEST_PACKET) - bytes.length)
    const missing = cut > left ? 0 : cut
    left -= missing
    const frame = withoutTags(record.bytes)
    return {
      record: { ...record, bytes: missing > 0 ? concatenate([frame, new Uint8Array(missing)]) : frame },
      missing,
    }
  })
  // Software that captures from several interfaces, or merges files, writes packets a little out of order.
  return packets.sort((a, b) => a.record.at - b.record.at || a.record.number - b.record.number)
}

/** Returns an Ethernet frame without its VLAN tags. */
export function withoutTags(bytes: Uint8Array): Uint8Array {
  let start = 12
  while (start + TAG_LENGTH + 2 <= bytes.length && TAGS.has(read16(bytes, start))) start += TAG_LENGTH
  return start === 12 ? bytes : concatenate([bytes.subarray(0, 12), bytes.subarray(start)])
}
