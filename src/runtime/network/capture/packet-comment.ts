import type { PacketFate, PacketRecord } from './packet-record.ts'

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

/** Returns events on a packet's way, as a comment for a capture file; null if it arrived, or will, as sent. */
export function packetComment(record: PacketRecord): string | null {
  const { fate, duplicateOf, isDamaged, changedBy, delayedBy, heldUntil } = record
  const copy = duplicateOf === undefined ? null : `the link's second copy of packet ${duplicateOf}`
  const damage = isDamaged ? 'damaged on the link' : null
  const change = changedBy === undefined ? null : `changed by a rule: ${changedBy}`
  const late = delayedBy === undefined ? null : `delayed by ${delayedBy / 1e6} ms`
  const parts = [copy, change, damage, late, heldText(heldUntil), FATES[fate]].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

function heldText(until: PacketRecord['heldUntil']): string | null {
  if (until === undefined) return null
  return until === null ? 'held by hand' : `held by hand until ${until / 1e9} s`
}
