import { type ContinuedSession, type Hold, isLabError, type JournalEntry, type Lab, type Link } from '#lab'
import { fieldValue } from '#network'
import type { ReadPacket, Recording } from '../../recording/index.ts'
import type { LabTopology } from '../lab-exercise.ts'

/** An edit of a packet in flight. */
export type PacketAct =
  | { kind: 'drop' }
  | { kind: 'duplicate' }
  | { kind: 'hold' }
  /** Extra delay in milliseconds. */
  | { kind: 'delay'; by: number }
  /** Fields by their Wireshark names. */
  | { kind: 'edit'; fields: Record<string, string | number> }

/**
 * Edits one packet, in a world stopped just before it is sent, after the first `sent` packets. A link's rules see
 * packets in sending order, so the packet's position in that order identifies it: the same history leads to the same
 * packet.
 */
export async function actOn(
  lab: Lab,
  act: PacketAct,
  packet: ReadPacket,
  { recording, topology, sent }: { recording: Recording; topology: LabTopology; sent: number },
): Promise<Hold | null> {
  const link = directionOf(lab, packet, topology)
  if (act.kind === 'hold') return link.hold(only(packet))
  const rule = { filter: '', nth: placeAmong(recording, packet, sent), count: 1 }
  if (act.kind === 'delay') await link.rule({ ...rule, action: 'delay', by: act.by })
  else if (act.kind === 'edit') await link.rule({ ...rule, action: 'set', fields: act.fields })
  else await link.rule({ ...rule, action: act.kind })
  return null
}

function directionOf(lab: Lab, packet: ReadPacket, topology: LabTopology): Link {
  const { link, from } = packet.record
  const [a, b] = topology.links[link]!.endpoints
  return lab.link(a, b).from(from)
}

/**
 * Returns the packet's position among those sent on its direction of the link after the first `sent`: 1 is the next.
 */
function placeAmong(recording: Recording, packet: ReadPacket, sent: number): number {
  const { from, number } = packet.record
  const same = recording.captured.filter(
    (other) =>
      other.from === from &&
      other.number > sent &&
      other.number <= number &&
      other.fate !== 'queue' &&
      other.duplicateOf === undefined,
  )
  return same.length
}

/** Fields that distinguish a packet from all others, including retransmissions: those have an IPv4 id of their own. */
const TELLING = [
  ...['ip.id', 'ip.src', 'tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.len', 'tcp.flags'],
  ...['udp.srcport', 'udp.dstport', 'icmp.seq', 'icmpv6.type', 'arp.opcode', 'ipv6.src', 'ipv6.dst'],
]

function only(packet: ReadPacket): string {
  const terms = TELLING.flatMap((name) => {
    const value = fieldValue(packet.dissection, name)
    return typeof value === 'number' || (typeof value === 'string' && value !== '') ? `${name} == ${value}` : []
  })
  return [`frame.len == ${packet.length}`, ...terms].join(' && ')
}

/** The holds of a world, each with its packet. */
export class Holds {
  /** In creation order; `hold` is null once the packet was released. */
  readonly #made: { packet: number; hold: Hold | null }[] = []

  get packets(): number[] {
    return this.#made.filter(({ hold }) => hold !== null).map(({ packet }) => packet)
  }

  /** Includes those already released. */
  get made(): number[] {
    return this.#made.map(({ packet }) => packet)
  }

  add(packet: number, hold: Hold | null): void {
    this.#made.push({ packet, hold })
  }

  /** Removes and returns the hold of a packet. */
  take(packet: number): Hold | null {
    const made = this.#made.find((one) => one.packet === packet && one.hold !== null)
    const hold = made?.hold ?? null
    if (made) made.hold = null
    return hold
  }

  /** Resumes the holds of a replayed run: packets held at that moment still are. */
  resume(session: ContinuedSession, held: readonly number[], done: readonly JournalEntry[]): void {
    const commands = done.flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands : []))
    const released = new Set(commands.filter(({ op }) => op === 'release').map(({ on }) => on))
    const made = commands.filter(({ on, op }) => on.startsWith('link:') && op === 'hold')
    for (const [index, { id }] of made.entries()) {
      const packet = held[index]
      if (packet !== undefined) this.add(packet, released.has(`#${id}`) ? null : session.formerHold(id))
    }
  }
}

/** Returns the world's reason for refusing an edit. */
export function refusal(error: unknown): string {
  if (isLabError(error)) return error.seen
  return error instanceof Error ? error.message : String(error)
}
