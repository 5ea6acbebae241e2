/** Multicast listener discovery (RFC 2710, version 2: RFC 3810): the bodies of ICMPv6 messages 130 to 132 and 143. */
import { type IpAddress, ipv6AddressAt, ipv6Bytes } from '../address/index.ts'
import { decodeTime8 } from './exponential-code.ts'
import { flagField, hexField, ipField, numberField } from './field.ts'
import {
  emitGroupRecords,
  emitQuerySpecifics,
  type GroupRecord,
  type PlacedGroupRecord,
  type QuerySpecifics,
  readGroupRecords,
  readQuerySpecifics,
} from './group-records.ts'
import type { IcmpMessage } from './icmp.ts'
import { Icmpv6Type } from './icmpv6.ts'
import { cutOff, ParseError } from './parse-error.ts'

/** Fields from the first byte of ICMPv6. Of version 1's query, report and done: */
export const MLD_FIELDS = [
  numberField('icmpv6.mld.maximum_response_delay', 'Maximum Response Delay [ms]', 32, 16),
  ipField('icmpv6.mld.multicast_address', 'Multicast Address', 64, 128),
] as const
export const MLDV2_QUERY_FIELDS = [
  numberField('icmpv6.mld.maximum_response_code', 'Maximum Response Code', 32, 16),
  ipField('icmpv6.mld.multicast_address', 'Multicast Address', 64, 128),
  hexField('icmpv6.mld.flag', 'Flags', 192, 8),
  flagField('icmpv6.mld.flag.s', 'Suppress Router-Side Processing', 196),
  numberField('icmpv6.mld.flag.qrv', "QRV (Querier's Robustness Variable)", 197, 3),
  numberField('icmpv6.mld.qqi', "QQIC (Querier's Query Interval Code)", 200, 8, { decode: decodeTime8 }),
  numberField('icmpv6.mld.nb_sources', 'Number of Sources', 208, 16),
] as const
/** Field of one source of a query; sources are consecutive behind the fields above. */
export const MLDV2_SOURCE_FIELDS = [ipField('icmpv6.mld.source_address', 'Source Address', 0, 128)] as const
export const MLDV2_REPORT_FIELDS = [
  numberField('icmpv6.mldr.nb_mcast_records', 'Number of Multicast Address Records', 48, 16),
] as const
/** Fields of one record, from its first byte. */
export const MLDV2_RECORD_FIELDS = [
  numberField('icmpv6.mldr.mar.record_type', 'Record Type', 0, 8, {
    meanings: {
      1: 'Include',
      2: 'Exclude',
      3: 'Changed to include',
      4: 'Changed to exclude',
      5: 'Allow new sources',
      6: 'Block old sources',
    },
  }),
  numberField('icmpv6.mldr.mar.aux_data_len', 'Aux Data Len', 8, 8),
  numberField('icmpv6.mldr.mar.nb_sources', 'Number of Sources', 16, 16),
  ipField('icmpv6.mldr.mar.multicast_address', 'Multicast Address', 32, 128),
] as const

/** Field of one source of a record, behind those. */
export const MLDV2_RECORD_SOURCE_FIELDS = [ipField('icmpv6.mldr.mar.source_address', 'Source Address', 0, 128)] as const

export interface MldQuery extends QuerySpecifics {
  kind: 'query'
  version: 2
  /** Milliseconds, as a code: `decodeTime16`. */
  maximumResponseCode: number
  /** `::` in a general query. */
  group: IpAddress
}
/** MLD message. Positions of parsed records are those in the message's payload, behind its first 8 bytes. */
export type MldMessage<Record extends GroupRecord = PlacedGroupRecord> =
  | { kind: 'query' | 'report' | 'done'; version: 1; maximumResponseDelay: number; group: IpAddress }
  | MldQuery
  | { kind: 'report'; version: 2; records: readonly Record[] }

const KINDS: Readonly<Record<number, 'query' | 'report' | 'done'>> = {
  [Icmpv6Type.MLD_QUERY]: 'query',
  [Icmpv6Type.MLD_REPORT]: 'report',
  [Icmpv6Type.MLD_DONE]: 'done',
}

/** Returns whether an ICMPv6 message of this type belongs to MLD. */
export function isMldType(type: number): boolean {
  return type in KINDS || type === Icmpv6Type.MLDV2_REPORT
}

/** Parses the body of an MLD message. A query of more than 24 bytes is of version 2 (RFC 3810 §8.1). */
export function parseMld(message: IcmpMessage): MldMessage | ParseError {
  const { type, payload, rest } = message
  if (type === Icmpv6Type.MLDV2_REPORT) return parseReport(rest & 0xffff, payload)
  const kind = KINDS[type]
  if (kind === undefined) return new ParseError('icmpv6', `type ${type} is no MLD`)
  if (payload.length < 16) return cutOff('icmpv6', 24, payload.length + 8)
  const group = ipv6AddressAt(payload, 0)
  if (kind !== 'query' || payload.length < 20) return { kind, version: 1, maximumResponseDelay: rest >>> 16, group }
  const specifics = readQuerySpecifics(payload, 16, 6)
  if (typeof specifics === 'number') return cutOff('icmpv6', specifics + 8, payload.length + 8)
  return { ...specifics, kind, version: 2, maximumResponseCode: rest >>> 16, group }
}

function parseReport(count: number, payload: Uint8Array): MldMessage | ParseError {
  const records = readGroupRecords(payload, 0, count, 6)
  if (typeof records === 'number') return cutOff('icmpv6', records + 8, payload.length + 8)
  return { kind: 'report', version: 2, records }
}

/** Returns an MLD message as the ICMPv6 message to pass to `writeIcmpv6`. */
export function emitMld(message: MldMessage<GroupRecord>): IcmpMessage {
  if (message.kind === 'report' && message.version === 2) {
    const { records } = message
    return { type: Icmpv6Type.MLDV2_REPORT, code: 0, rest: records.length, payload: emitGroupRecords(records, 0, 6) }
  }
  const delay = message.version === 1 ? message.maximumResponseDelay : message.maximumResponseCode
  return { type: TYPES[message.kind], code: 0, rest: delay * 0x10000, payload: emitGroup(message) }
}

const TYPES = { query: Icmpv6Type.MLD_QUERY, report: Icmpv6Type.MLD_REPORT, done: Icmpv6Type.MLD_DONE } as const

function emitGroup(message: Exclude<MldMessage<GroupRecord>, { kind: 'report'; version: 2 }>): Uint8Array {
  if (message.version === 1) return ipv6Bytes(message.group)
  const payload = emitQuerySpecifics(message, 16, 6)
  payload.set(ipv6Bytes(message.group))
  return payload
}
