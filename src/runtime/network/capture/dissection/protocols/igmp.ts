import {
  type FieldType,
  fieldType,
  GroupRecordType,
  IGMP_FIELDS,
  IGMP_GROUP_FIELDS,
  IGMPV3_QUERY_FIELDS,
  IGMPV3_RECORD_FIELDS,
  IGMPV3_REPORT_FIELDS,
  type IgmpMessage,
  type IgmpQuery,
  IpProtocol,
  igmpChecksumOk,
  ParseError,
  type PlacedGroupRecord,
  parseIgmp,
} from '../../../wire/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const VERSION = fieldType('igmp.version', 'IGMP Version', 'number')
const CHECKSUM_STATUS = checksumStatusField('igmp')
/** Tenths of a second, whatever its code. */
const RESPONSE_TIME = fieldType('igmp.max_resp', 'Max Resp Time', 'number')
const SOURCE = fieldType('igmp.saddr', 'Source Address', 'ip')

type Message = IgmpMessage<PlacedGroupRecord>

export const IGMP: Protocol = {
  name: 'igmp',
  label: 'Internet Group Management Protocol',
  title: 'IGMP',
  header: IGMP_FIELDS,
  fields: [
    ...[VERSION, CHECKSUM_STATUS, RESPONSE_TIME, SOURCE],
    ...[...IGMP_GROUP_FIELDS, ...IGMPV3_QUERY_FIELDS, ...IGMPV3_REPORT_FIELDS, ...IGMPV3_RECORD_FIELDS],
  ],
  foundAt: { ipProtocol: [IpProtocol.IGMP] },
  dissect(work, place) {
    const { start, end, carrier } = place
    const bytes = work.current.subarray(start, end)
    const message = parseIgmp(bytes)
    if (message instanceof ParseError) return work.malformed(message, place)
    work.layer(IGMP, place, end - start, (builder) => {
      builder.derived(VERSION, message.kind === 'leave' ? 2 : message.version)
      builder.table(IGMP_FIELDS, end)
      checksumStatus(builder, CHECKSUM_STATUS, () =>
        carrier?.isComplete === true ? (igmpChecksumOk(bytes) ? 1 : 0) : 2,
      )
      if (message.kind === 'report' && message.version === 3) addRecords(builder, message.records, end)
      else builder.table(IGMP_GROUP_FIELDS, end)
      if (message.kind === 'query') addQuery(builder, message, end)
    })
    work.sumUp(place, () => summarize(message))
  },
}

function addQuery(builder: FieldBuilder, query: IgmpQuery, end: number): void {
  if (query.version > 1) builder.field(RESPONSE_TIME, query.maximumResponseTime, builder.start + 1, 1)
  if (query.version < 3) return
  builder.table(IGMPV3_QUERY_FIELDS, end)
  addSources(builder, SOURCE, query.sources, builder.start + 12)
}

function addRecords(builder: FieldBuilder, records: readonly PlacedGroupRecord[], end: number): void {
  builder.table(IGMPV3_REPORT_FIELDS, end)
  for (const record of records) {
    builder.tableAt(IGMPV3_RECORD_FIELDS, builder.start + record.start)
    addSources(builder, SOURCE, record.sources, builder.start + record.start + 8)
  }
}

function addSources(builder: FieldBuilder, field: FieldType, sources: readonly string[], at: number): void {
  for (const [index, source] of sources.entries()) builder.field(field, source, at + 4 * index, 4)
}

function summarize(message: Message): string {
  if (message.kind === 'leave') return `Leave Group ${message.group}`
  if (message.kind === 'query') {
    const about = message.group === '0.0.0.0' ? 'general' : `specific for group ${message.group}`
    return `Membership Query, ${about}${message.sources.length > 0 ? `, sources ${message.sources.join(' ')}` : ''}`
  }
  if (message.version !== 3) return `Membership Report group ${message.group}`
  return `Membership Report / ${message.records.map(recordText).join(' / ')}`
}

const WORDS: Readonly<Record<number, string>> = {
  [GroupRecordType.MODE_IS_INCLUDE]: 'includes',
  [GroupRecordType.MODE_IS_EXCLUDE]: 'excludes',
  [GroupRecordType.ALLOW_NEW_SOURCES]: 'allows',
  [GroupRecordType.BLOCK_OLD_SOURCES]: 'blocks',
}

/** Describes a record: a change to "exclude nothing" is a join, one to "include nothing" a leave. */
function recordText({ type, group, sources }: PlacedGroupRecord): string {
  const list = sources.length === 0 ? '' : ` {${sources.join(' ')}}`
  if (type === GroupRecordType.CHANGE_TO_EXCLUDE) return `join ${group}${list === '' ? '' : ` but${list}`}`
  if (type === GroupRecordType.CHANGE_TO_INCLUDE) return list === '' ? `leave ${group}` : `join ${group} only${list}`
  return `${group} ${WORDS[type] ?? `record ${type}`}${list || ' {}'}`
}
