import type { Nanoseconds } from '#network'
import type { ReadPacket } from './read-packet.ts'

/** An event to step to: a packet was sent, or reached its end. */
export interface LinkEvent {
  readonly at: Nanoseconds
  readonly packet: ReadPacket
  readonly kind: 'sent' | 'arrived'
}

/** First event after a moment. */
export function eventAfter(packets: readonly ReadPacket[], time: Nanoseconds): LinkEvent | null {
  return pick(
    packets,
    (at) => at > time,
    (a, b) => a.at < b.at,
  )
}

/** Last event before a moment. */
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
