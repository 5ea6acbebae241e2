/** Internet group management: versions 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376). */
import { type IpAddress, ipv4FromNumber, ipv4Number } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { decodeTime8, encodeTime8 } from './exponential-code.ts'
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
import { internetChecksum } from './internet-checksum.ts'
import { cutOff, ParseError } from './parse-error.ts'

const IGMP_HEADER_LENGTH = 8

export const IgmpType = {
  QUERY: 0x11,
  V1_REPORT: 0x12,
  V2_REPORT: 0x16,
  LEAVE: 0x17,
  V3_REPORT: 0x22,
} as const

export const IGMP_FIELDS = [
  hexField('igmp.type', 'Type', 0, 8, {
    meanings: {
      17: 'Membership Query',
      18: 'Membership Report',
      22: 'Membership Report',
      23: 'Leave Group',
      34: 'Membership Report',
    },
  }),
  hexField('igmp.checksum', 'Checksum', 16, 16),
] as const
/** Fields of all messages except version 3 reports. */
export const IGMP_GROUP_FIELDS = [ipField('igmp.maddr', 'Multicast Address', 32)] as const
/** Fields that follow in a query of version 3. */
export const IGMPV3_QUERY_FIELDS = [
  flagField('igmp.s', 'S', 68),
  numberField('igmp.qrv', 'QRV', 69, 3),
  // The raw code, unlike the response time.
  numberField('igmp.qqic', 'QQIC', 72, 8),
  numberField('igmp.num_src', 'Num Src', 80, 16),
] as const
export const IGMPV3_REPORT_FIELDS = [numberField('igmp.num_grp_recs', 'Num Group Records', 48, 16)] as const
/** Fields of one record, from its first byte. */
export const IGMPV3_RECORD_FIELDS = [
  numberField('igmp.record_type', 'Record Type', 0, 8, {
    meanings: {
      1: 'Mode Is Include',
      2: 'Mode Is Exclude',
      3: 'Change To Include Mode',
      4: 'Change To Exclude Mode',
      5: 'Allow New Sources',
      6: 'Block Old Sources',
    },
  }),
  numberField('igmp.aux_data_len', 'Aux Data Len', 8, 8),
  numberField('igmp.num_src', 'Num Src', 16, 16),
  ipField('igmp.maddr', 'Multicast Address', 32),
] as const

/** Query; before version 3 it has no specifics: they are 0. */
export interface IgmpQuery extends QuerySpecifics {
  kind: 'query'
  version: 1 | 2 | 3
  /** Tenths of a second in which to answer; 0 in version 1, which has no such field. */
  maximumResponseTime: number
  /** 0.0.0.0 in a general query. */
  group: IpAddress
}
export type IgmpMessage<Record extends GroupRecord = GroupRecord> =
  | IgmpQuery
  | { kind: 'report'; version: 1 | 2; group: IpAddress }
  | { kind: 'leave'; group: IpAddress }
  | { kind: 'report'; version: 3; records: readonly Record[] }

/** Parses a membership message without verifying its checksum: see `igmpChecksumOk`. Other types are an error. */
export function parseIgmp(bytes: Uint8Array): IgmpMessage<PlacedGroupRecord> | ParseError {
  if (bytes.length < IGMP_HEADER_LENGTH) return cutOff('igmp', IGMP_HEADER_LENGTH, bytes.length)
  const group = ipv4FromNumber(read32(bytes, 4))
  switch (bytes[0]) {
    case IgmpType.QUERY:
      return parseQuery(bytes, group)
    case IgmpType.V1_REPORT:
      return { kind: 'report', version: 1, group }
    case IgmpType.V2_REPORT:
      return { kind: 'report', version: 2, group }
    case IgmpType.LEAVE:
      return { kind: 'leave', group }
    case IgmpType.V3_REPORT:
      return parseReport(bytes)
    default:
      return new ParseError('igmp', `type ${bytes[0]} is no message of group membership`)
  }
}

/** Parses a query. Its length determines the version (RFC 3376 §7.1): 8 bytes are version 1 or 2, depending on whether there is a response time. */
function parseQuery(bytes: Uint8Array, group: IpAddress): IgmpQuery | ParseError {
  const maximumResponseTime = bytes[1]!
  const older = { kind: 'query' as const, group, suppress: false, robustness: 0, queryInterval: 0, sources: [] }
  if (bytes.length === 8) return { ...older, version: maximumResponseTime === 0 ? 1 : 2, maximumResponseTime }
  const specifics = readQuerySpecifics(bytes, IGMP_HEADER_LENGTH, 4)
  if (typeof specifics === 'number') return cutOff('igmp', specifics, bytes.length)
  return { ...specifics, kind: 'query', version: 3, group, maximumResponseTime: decodeTime8(maximumResponseTime) }
}

function parseReport(bytes: Uint8Array): IgmpMessage<PlacedGroupRecord> | ParseError {
  const records = readGroupRecords(bytes, IGMP_HEADER_LENGTH, read16(bytes, 6), 4)
  return typeof records === 'number' ? cutOff('igmp', records, bytes.length) : { kind: 'report', version: 3, records }
}

export function igmpChecksumOk(bytes: Uint8Array): boolean {
  return bytes.length >= IGMP_HEADER_LENGTH && internetChecksum(bytes) === 0
}

/** Returns a message with its checksum. */
export function emitIgmp(message: IgmpMessage): Uint8Array {
  const bytes = message.kind === 'report' && message.version === 3 ? emitReport(message.records) : emitGroup(message)
  write16(bytes, 2, internetChecksum(bytes))
  return bytes
}

function emitGroup(message: Exclude<IgmpMessage, { version: 3; kind: 'report' }>): Uint8Array {
  const isV3 = message.kind === 'query' && message.version === 3
  const bytes = isV3 ? emitQuerySpecifics(message, IGMP_HEADER_LENGTH, 4) : new Uint8Array(IGMP_HEADER_LENGTH)
  write32(bytes, 4, ipv4Number(message.group))
  if (message.kind === 'leave') bytes[0] = IgmpType.LEAVE
  else if (message.kind === 'report') bytes[0] = message.version === 1 ? IgmpType.V1_REPORT : IgmpType.V2_REPORT
  else {
    bytes[0] = IgmpType.QUERY
    bytes[1] = isV3 ? encodeTime8(message.maximumResponseTime) : message.maximumResponseTime
  }
  return bytes
}

function emitReport(records: readonly GroupRecord[]): Uint8Array {
  const bytes = emitGroupRecords(records, IGMP_HEADER_LENGTH, 4)
  bytes[0] = IgmpType.V3_REPORT
  write16(bytes, 6, records.length)
  return bytes
}
