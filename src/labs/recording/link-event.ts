import type { Nanoseconds } from '../../runtime/network/index.ts'
import type { ReadPacket } from './read-packet.ts'

/** What can be stepped to: a packet went out, or reached its end. */
export interface LinkEvent {
  readonly at: Nanoseconds
  readonly packet: ReadPacket
  readonly kind: 'sent' | 'arrived'
}

/** The first event later than that moment. */
export function eventAfter(packets: readonly ReadPacket[], time: Nanoseconds): LinkEvent | null {
  return pick(
    packets,
    (at) => at > time,
    (a, b) => a.at < b.at,
  )
}

/** The last event before that moment. */
export function eventBefore(packets: readonly ReadPacket[], time: Nanoseconds): LinkEvent | null {
  return pick(
    packets,
    (at) => at < time,
    (a, b) => a.at >= b.at,
  )
}

function pick(
  packets: readonly ReadPacket[],
  isMeant: (at: Nanoseconds) => boolean,
  isBetter: (candidate: LinkEvent, best: LinkEvent) => boolean,
): LinkEvent | null {
  let best: LinkEvent | null = null
  const consider = (candidate: LinkEvent) => {
    if (isMeant(candidate.at) && (best === null || isBetter(candidate, best))) best = candidate
  }
  for (const packet of packets) {
    consider({ at: packet.at, packet, kind: 'sent' })
    if (packet.arrives !== null) consider({ at: packet.arrives, packet, kind: 'arrived' })
  }
  return best
}
