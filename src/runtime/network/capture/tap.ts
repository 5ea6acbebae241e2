import type { Nanoseconds } from '../clock.ts'
import type { PacketRecord } from './packet-record.ts'

/** A packet as one place saw it: where it was sent, when its first bit went out; where it arrived, when it was all there. */
export interface TappedPacket {
  readonly record: PacketRecord
  readonly at: Nanoseconds
  readonly direction: 'sent' | 'received'
  /** What was there: of a frame that was damaged on the way, the sender saw other bytes than the receiver. */
  readonly bytes: Uint8Array
}

/**
 * What was seen at the end of a link, an interface (`client:eth0`) or a port of a switch (`lan:p1`), as tcpdump there would see it: behind the queue what is
 * sent, and of what comes only what arrives. In the order of time.
 */
export function packetsAt(records: readonly PacketRecord[], endpoint: string): TappedPacket[] {
  const seen: TappedPacket[] = []
  for (const record of records) {
    if (record.from === endpoint && record.fate !== 'queue' && record.duplicateOf === undefined)
      seen.push({ record, at: record.at, direction: 'sent', bytes: record.bytes })
    if (record.to === endpoint && record.arrives !== null)
      seen.push({ record, at: record.arrives, direction: 'received', bytes: record.damagedBytes ?? record.bytes })
  }
  // At one moment, what was sent earlier arrives before its answer goes out.
  return seen.sort((a, b) => a.at - b.at || a.record.number - b.record.number)
}
