import { fieldValue, type HostTimer } from '#network'
import type { CodePlace } from './code-places.ts'
import type { ReadPacket } from './read-packet.ts'
import type { Recording } from './recording.ts'

/** How a packet follows from the arrival of another. */
export type ArrivalKind = 'answers' | 'forwards' | 'again' | 'after'

/** What a packet came from, as far as the recording knows. */
export type KnownCause =
  | { kind: 'line'; place: CodePlace; after: number | null }
  | { kind: 'program'; name: string; host: string; after: number | null }
  | { kind: 'timer'; timer: HostTimer; of: number | null }
  | { kind: 'arrival'; how: ArrivalKind; of: number }
  | { kind: 'copy'; of: number }

/** Returns what a packet came from; null where it isn't known. */
export function knownCause(packet: ReadPacket, recording: Recording): KnownCause | null {
  const { cause, duplicateOf, againOf } = packet
  const listed = (number: number | null | undefined) => recording.packet(number ?? null)?.number ?? null
  if (duplicateOf !== null) return { kind: 'copy', of: duplicateOf }
  if (cause === null) return null
  if ('timer' in cause) return { kind: 'timer', timer: cause.timer, of: listed(againOf) }
  if ('packet' in cause) {
    const arrived = recording.packet(cause.packet)
    return arrived ? { kind: 'arrival', how: howOf(packet, arrived), of: arrived.number } : null
  }
  const after = listed(cause.after)
  const place = recording.placeOf(packet)
  if (place) return { kind: 'line', place, after }
  const process = recording.processes.get(cause.pid)
  return process ? { kind: 'program', name: process.name, host: process.host, after } : null
}

/** Number of the packet before it in the chain of causes; null at the chain's beginning. */
export function causeBefore(packet: ReadPacket, recording: Recording): number | null {
  const cause = knownCause(packet, recording)
  if (cause === null) return null
  return 'of' in cause ? cause.of : cause.after
}

/** A packet whose only cause is the arrival is an answer; data that left then may have had other reasons. */
function howOf(packet: ReadPacket, arrived: ReadPacket): ArrivalKind {
  const [from, to] = ends(packet)
  const [sender, receiver] = ends(arrived)
  if (from !== null && from === sender && to === receiver) return 'forwards'
  if (packet.againOf !== null) return 'again'
  const isReply = packet.kind === 'arp' ? fieldValue(packet.dissection, 'arp.opcode') === 2 : to === sender
  return isReply && isPureAnswer(packet) ? 'answers' : 'after'
}

function isPureAnswer({ kind, pureAck, resets, opens, label }: ReadPacket): boolean {
  if (kind === 'arp' || kind === 'icmp') return true
  return kind === 'tcp' && (pureAck || resets || (opens && label !== 'SYN'))
}

/** Addresses of sender and receiver: of IP, or else of Ethernet. */
function ends({ dissection }: ReadPacket): readonly [string | null, string | null] {
  const text = (name: string) => {
    const value = fieldValue(dissection, name)
    return value === undefined ? null : String(value)
  }
  const end = (side: 'src' | 'dst') => text(`ip.${side}`) ?? text(`ipv6.${side}`) ?? text(`eth.${side}`)
  return [end('src'), end('dst')]
}
