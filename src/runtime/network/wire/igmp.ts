/** Internet group management: versions 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376). */
import { type IpAddress, ipv4FromNumber, ipv4Number } from '../address/index.ts'
import { read16, read32, write16, write32 } from './bytes.ts'
import { decodeTime8, encodeTime8 } from './exponential-code.ts'
import { flagField, hexField, ipField, numberField } from './field.ts'
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

/** What a record of a report says of its group, in IGMP and MLD alike (RFC 3376 4.2.12, RFC 3810 5.2.12). */
export const GroupRecordType = {
  MODE_IS_INCLUDE: 1,
  MODE_IS_EXCLUDE: 2,
  CHANGE_TO_INCLUDE: 3,
  CHANGE_TO_EXCLUDE: 4,
  ALLOW_NEW_SOURCES: 5,
  BLOCK_OLD_SOURCES: 6,
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
/** Of everything but a report of version 3: */
export const IGMP_GROUP_FIELDS = [ipField('igmp.maddr', 'Multicast Address', 32)] as const
/** What a query of version 3 has behind that. */
export const IGMPV3_QUERY_FIELDS = [
  flagField('igmp.s', 'S', 68),
  numberField('igmp.qrv', 'QRV', 69, 3),
  // The code as it stands, other than the response time.
  numberField('igmp.qqic', 'QQIC', 72, 8),
  numberField('igmp.num_src', 'Num Src', 80, 16),
] as const
export const IGMPV3_REPORT_FIELDS = [numberField('igmp.num_grp_recs', 'Num Group Records', 48, 16)] as const
/** Of one record, from its first byte. */
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

export interface GroupRecord {
  type: number
  group: IpAddress
  sources: readonly IpAddress[]
}
/** A record that was read: where it begins in the message, and ends. */
export type PlacedGroupRecord = GroupRecord & { start: number; end: number }

export interface IgmpQuery {
  kind: 'query'
  version: 1 | 2 | 3
  /** Tenths of a second in which to answer; 0 in version 1, which has no such field. */
  maximumResponseTime: number
  /** 0.0.0.0 in a general query. */
  group: IpAddress
  suppress: boolean
  /** The querier's robustness variable and, in seconds, its query interval; 0 before version 3. */
  robustness: number
  queryInterval: number
  sources: readonly IpAddress[]
}
export type IgmpMessage<Record extends GroupRecord = GroupRecord> =
  | IgmpQuery
  | { kind: 'report'; version: 1 | 2; group: IpAddress }
  | { kind: 'leave'; group: IpAddress }
  | { kind: 'report'; version: 3; records: readonly Record[] }

/** The checksum is not looked at: see `igmpChecksumOk`. Other types than those of membership are an error. */
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

/** The length tells the version (RFC 3376 §7.1): 8 bytes are 1 or 2, by whether there is a response time. */
function parseQuery(bytes: Uint8Array, group: IpAddress): IgmpQuery | ParseError {
  const maximumResponseTime = bytes[1]!
  const older = { kind: 'query' as const, group, suppress: false, robustness: 0, queryInterval: 0, sources: [] }
  if (bytes.length === 8) return { ...older, version: maximumResponseTime === 0 ? 1 : 2, maximumResponseTime }
  if (bytes.length < 12) return cutOff('igmp', 12, bytes.length)
  const sources = addresses(bytes, 12, read16(bytes, 10))
  if (sources instanceof ParseError) return sources
  return {
    ...{ kind: 'query', version: 3, group, sources },
    maximumResponseTime: decodeTime8(maximumResponseTime),
    suppress: (bytes[8]! & 8) !== 0,
    robustness: bytes[8]! & 7,
    queryInterval: decodeTime8(bytes[9]!),
  }
}

function parseReport(bytes: Uint8Array): IgmpMessage<PlacedGroupRecord> | ParseError {
  const count = read16(bytes, 6)
  const records: PlacedGroupRecord[] = []
  for (let start = 8; records.length < count; start = records.at(-1)!.end) {
    if (start + 8 > bytes.length) return cutOff('igmp', start + 8, bytes.length)
    const sources = addresses(bytes, start + 8, read16(bytes, start + 2))
    if (sources instanceof ParseError) return sources
    const end = start + 8 + 4 * sources.length + 4 * bytes[start + 1]!
    if (end > bytes.length) return cutOff('igmp', end, bytes.length)
    records.push({ type: bytes[start]!, group: ipv4FromNumber(read32(bytes, start + 4)), sources, start, end })
  }
  return { kind: 'report', version: 3, records }
}

function addresses(bytes: Uint8Array, start: number, count: number): IpAddress[] | ParseError {
  if (start + 4 * count > bytes.length) return cutOff('igmp', start + 4 * count, bytes.length)
  return Array.from({ length: count }, (_, index) => ipv4FromNumber(read32(bytes, start + 4 * index)))
}

export function igmpChecksumOk(bytes: Uint8Array): boolean {
  return bytes.length >= IGMP_HEADER_LENGTH && internetChecksum(bytes) === 0
}

/** A message with its checksum. */
export function emitIgmp(message: IgmpMessage): Uint8Array {
  const bytes = message.kind === 'report' && message.version === 3 ? emitReport(message.records) : emitGroup(message)
  write16(bytes, 2, internetChecksum(bytes))
  return bytes
}

function emitGroup(message: Exclude<IgmpMessage, { version: 3; kind: 'report' }>): Uint8Array {
  const isV3 = message.kind === 'query' && message.version === 3
  const bytes = new Uint8Array(isV3 ? 12 + 4 * message.sources.length : IGMP_HEADER_LENGTH)
  write32(bytes, 4, ipv4Number(message.group))
  if (message.kind === 'leave') bytes[0] = IgmpType.LEAVE
  else if (message.kind === 'report') bytes[0] = message.version === 1 ? IgmpType.V1_REPORT : IgmpType.V2_REPORT
  else {
    bytes[0] = IgmpType.QUERY
    bytes[1] = isV3 ? encodeTime8(message.maximumResponseTime) : message.maximumResponseTime
    if (isV3) writeQuery(bytes, message)
  }
  return bytes
}

function writeQuery(bytes: Uint8Array, { suppress, robustness, queryInterval, sources }: IgmpQuery): void {
  bytes[8] = (suppress ? 8 : 0) | (robustness & 7)
  bytes[9] = encodeTime8(queryInterval)
  write16(bytes, 10, sources.length)
  for (const [index, source] of sources.entries()) write32(bytes, 12 + 4 * index, ipv4Number(source))
}

function emitReport(records: readonly GroupRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((length, { sources }) => length + 8 + 4 * sources.length, 8))
  bytes[0] = IgmpType.V3_REPORT
  write16(bytes, 6, records.length)
  let at = 8
  for (const { type, group, sources } of records) {
    bytes[at] = type
    write16(bytes, at + 2, sources.length)
    write32(bytes, at + 4, ipv4Number(group))
    for (const [index, source] of sources.entries()) write32(bytes, at + 8 + 4 * index, ipv4Number(source))
    at += 8 + 4 * sources.length
  }
  return bytes
}
