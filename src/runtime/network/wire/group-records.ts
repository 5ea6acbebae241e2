/**
 * Common parts of IGMPv3 and MLDv2, except for the address length: records of reports, and a query's fields after its
 * group (RFC 3376 §4, RFC 3810 §5).
 */
import { type Family, type IpAddress, ipv4FromNumber, ipv4Number, ipv6AddressAt, ipv6Bytes } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { decodeTime8, encodeTime8 } from './exponential-code.ts'

/** Type of a report's record about its group (RFC 3376 §4.2.12, RFC 3810 §5.2.12). */
export const GroupRecordType = {
  MODE_IS_INCLUDE: 1,
  MODE_IS_EXCLUDE: 2,
  CHANGE_TO_INCLUDE: 3,
  CHANGE_TO_EXCLUDE: 4,
  ALLOW_NEW_SOURCES: 5,
  BLOCK_OLD_SOURCES: 6,
} as const

export interface GroupRecord {
  type: number
  group: IpAddress
  sources: readonly IpAddress[]
}
/** A record and its start and end in the bytes. */
export type PlacedGroupRecord = GroupRecord & { start: number; end: number }

/** Fields of a query about its querier, and the sources that it asks about. */
export interface QuerySpecifics {
  suppress: boolean
  /** The querier's robustness variable and, in seconds, its query interval. */
  robustness: number
  queryInterval: number
  sources: readonly IpAddress[]
}

const ADDRESS_LENGTH = { 4: 4, 6: 16 }
const RECORD_HEADER_LENGTH = 4
const QUERY_HEADER_LENGTH = 4

/** Reads `count` records from `start` on; if they are cut off, returns how many bytes are needed. */
export function readGroupRecords(
  bytes: Uint8Array,
  start: number,
  count: number,
  family: Family,
): PlacedGroupRecord[] | number {
  const records: PlacedGroupRecord[] = []
  for (let at = start; records.length < count; at = records.at(-1)!.end) {
    const sourcesAt = at + RECORD_HEADER_LENGTH + ADDRESS_LENGTH[family]
    if (sourcesAt > bytes.length) return sourcesAt
    const sources = readAddresses(bytes, sourcesAt, read16(bytes, at + 2), family)
    if (typeof sources === 'number') return sources
    // The length of auxiliary data is in words.
    const end = sourcesAt + ADDRESS_LENGTH[family] * sources.length + 4 * bytes[at + 1]!
    if (end > bytes.length) return end
    const group = readAddress(bytes, at + RECORD_HEADER_LENGTH, family)
    records.push({ type: bytes[at]!, group, sources, start: at, end })
  }
  return records
}

/** Encodes records without auxiliary data, behind `header` free bytes. */
export function emitGroupRecords(records: readonly GroupRecord[], header: number, family: Family): Uint8Array {
  const width = ADDRESS_LENGTH[family]
  const lengthOf = ({ sources }: GroupRecord) => RECORD_HEADER_LENGTH + width * (1 + sources.length)
  const bytes = new Uint8Array(records.reduce((length, record) => length + lengthOf(record), header))
  let at = header
  for (const record of records) {
    const { type, group, sources } = record
    bytes[at] = type
    write16(bytes, at + 2, sources.length)
    writeAddresses(bytes, at + RECORD_HEADER_LENGTH, [group, ...sources], family)
    at += lengthOf(record)
  }
  return bytes
}

/** Reads specifics from `at` on; if they are cut off, returns how many bytes are needed. */
export function readQuerySpecifics(bytes: Uint8Array, at: number, family: Family): QuerySpecifics | number {
  const sourcesAt = at + QUERY_HEADER_LENGTH
  if (sourcesAt > bytes.length) return sourcesAt
  const sources = readAddresses(bytes, sourcesAt, read16(bytes, at + 2), family)
  if (typeof sources === 'number') return sources
  const flags = bytes[at]!
  const queryInterval = decodeTime8(bytes[at + 1]!)
  return { suppress: (flags & 8) !== 0, robustness: flags & 7, queryInterval, sources }
}

/** Encodes specifics behind `header` free bytes. */
export function emitQuerySpecifics(query: QuerySpecifics, header: number, family: Family): Uint8Array {
  const { suppress, robustness, queryInterval, sources } = query
  const bytes = new Uint8Array(header + QUERY_HEADER_LENGTH + ADDRESS_LENGTH[family] * sources.length)
  bytes[header] = (suppress ? 8 : 0) | (robustness & 7)
  bytes[header + 1] = encodeTime8(queryInterval)
  write16(bytes, header + 2, sources.length)
  writeAddresses(bytes, header + QUERY_HEADER_LENGTH, sources, family)
  return bytes
}

function readAddresses(bytes: Uint8Array, at: number, count: number, family: Family): IpAddress[] | number {
  const width = ADDRESS_LENGTH[family]
  const end = at + width * count
  if (end > bytes.length) return end
  return Array.from({ length: count }, (_, index) => readAddress(bytes, at + width * index, family))
}

function readAddress(bytes: Uint8Array, at: number, family: Family): IpAddress {
  return family === 4 ? ipv4FromNumber(read32(bytes, at)) : ipv6AddressAt(bytes, at)
}

function writeAddresses(target: Uint8Array, at: number, addresses: readonly IpAddress[], family: Family): void {
  for (const [index, address] of addresses.entries()) {
    if (family === 4) write32(target, at + 4 * index, ipv4Number(address))
    else target.set(ipv6Bytes(address), at + 16 * index)
  }
}
