/** Fields of reassembled datagrams in the packets that carried their fragments. */
import { type FieldType, fieldType } from '../../../wire/index.ts'
import type { DatagramPiece, IpDatagram } from '../../reassembly/index.ts'
import type { Carrier } from '../dissection.ts'
import type { FieldBuilder } from '../layer.ts'
import type { DissectionWork, Place } from '../protocol.ts'

/** Fields of one version of IP, with Wireshark's names. */
export interface DatagramFields {
  /** In all fragments except the one that completes the datagram: that one's packet number. */
  readonly reassembledIn: FieldType
  readonly fragment: FieldType
  readonly overlap: FieldType
  readonly conflict: FieldType
  readonly count: FieldType
  readonly length: FieldType
  readonly data: FieldType
}

/** Returns the fields. `reassembledIn` is the one name that isn't formed from `version`. */
export function datagramFields(version: 'ip' | 'ipv6', label: string, reassembledIn: string): DatagramFields {
  return {
    reassembledIn: fieldType(reassembledIn, `Reassembled ${label} in frame`, 'number'),
    fragment: fieldType(`${version}.fragment`, `${label} Fragment`, 'number'),
    overlap: fieldType(`${version}.fragment.overlap`, 'Fragment overlap', 'flag'),
    conflict: fieldType(`${version}.fragment.overlap.conflict`, 'Conflicting data in fragment overlap', 'flag'),
    count: fieldType(`${version}.fragment.count`, 'Fragment count', 'number'),
    length: fieldType(`${version}.reassembled.length`, `Reassembled ${label} length`, 'number'),
    data: fieldType(`${version}.reassembled.data`, `Reassembled ${label} data`, 'bytes'),
  }
}

/** Summary of a fragment whose datagram is completed in the packet with this number. */
export function addDatagram(
  builder: FieldBuilder,
  fields: DatagramFields,
  datagram: IpDatagram,
  frame: number | undefined,
): void {
  const { completedBy, pieces, payload } = datagram
  if (completedBy === null) return
  if (completedBy !== frame) {
    builder.derived(fields.reassembledIn, completedBy)
    return
  }
  for (const piece of pieces) addPiece(builder, fields, piece)
  builder.derived(fields.count, pieces.length)
  builder.derived(fields.length, payload.length)
  builder.derived(fields.data, payload)
}

function addPiece(builder: FieldBuilder, fields: DatagramFields, piece: DatagramPiece): void {
  const { frame, start, payload, overlaps, conflicts } = piece
  const bytes = payload.length === 1 ? '1 byte' : `${payload.length} bytes`
  builder.derived(fields.fragment, frame, `${frame}, payload ${start}-${start + payload.length - 1} (${bytes})`)
  if (overlaps) builder.derived(fields.overlap, 1)
  if (conflicts) builder.derived(fields.conflict, 1)
}

/**
 * Dissects the datagram that a packet completes instead of its own payload; a fragment completed elsewhere, or never,
 * is data.
 */
export function dissectDatagram(
  work: DissectionWork,
  datagram: IpDatagram,
  carrier: Omit<Carrier, 'isComplete'>,
  place: Place,
): void {
  const { completedBy, payload, protocol } = datagram
  if (completedBy === null || completedBy !== work.frame?.number) {
    work.data(place)
    return
  }
  const reader = work.protocols.at('ipProtocol', protocol)
  const { source, destination, ttl } = carrier
  const whole: Place = {
    start: 0,
    end: payload.length,
    isQuoted: false,
    carrier: { source, destination, ttl, isComplete: true },
  }
  work.within(payload, 'reassembled IP', () => (reader === undefined ? work.data(whole) : reader.dissect(work, whole)))
}

/** `Fragment of IP packet 9, protocol 17, at byte 1480, whole in packet 6`. */
export function fragmentText(
  identification: number,
  protocol: number,
  start: number,
  datagram: IpDatagram | null,
): string {
  const whole = datagram?.completedBy == null ? '' : `, whole in packet ${datagram.completedBy}`
  return `Fragment of IP packet ${identification}, protocol ${protocol}, at byte ${start}${whole}`
}
