import type { Nanoseconds } from '../clock.ts'
import type { PacketRecord } from './packet-record.ts'

/** Packet as seen at one point: where sent, when its first bit left; where received, when it was complete. */
export interface TappedPacket {
  readonly record: PacketRecord
  readonly at: Nanoseconds
  readonly direction: 'sent' | 'received'
  /** Bytes seen there: for a damaged frame, sender and receiver see different ones. */
  readonly bytes: Uint8Array
}

/**
 * Returns traffic at the end of a link, an interface (`client:eth0`) or a switch port (`lan:p1`), as tcpdump there would see
 * it: outgoing packets behind the queue, and incoming ones that arrive. In order of time.
 */
export function packetsAt(records: readonly PacketRecord[], endpoint: string): TappedPacket[] {
  const seen: TappedPacket[] = []
  for (const record of records) {
    if (record.from === endpoint && record.fate !== 'queue' && record.duplicateOf === undefined)
      seen.push({ record, at: record.at, direction: 'sent', bytes: record.bytes })
    if (record.to === endpoint && record.arrives !== null)
      seen.push({ record, at: record.arrives, direction: 'received', bytes: record.damagedBytes ?? record.bytes })
  }
  // At the same time, an earlier packet arrives before its answer leaves.
  return seen.sort((a, b) => a.at - b.at || a.record.number - b.record.number)
}
