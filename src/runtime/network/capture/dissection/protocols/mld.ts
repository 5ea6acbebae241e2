import {
  type FieldType,
  fieldType,
  Icmpv6Type,
  MLD_FIELDS,
  MLDV2_QUERY_FIELDS,
  MLDV2_RECORD_FIELDS,
  MLDV2_REPORT_FIELDS,
  type MldMessage,
  ParseError,
  parseMld,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { BodyFormat } from './icmpv6-body.ts'

const QUERY_INTERVAL = fieldType('icmpv6.mld.qqi', "QQIC (Querier's Query Interval Code)", 'number')
const QUERY_SOURCE = fieldType('icmpv6.mld.source_address', 'Source Address', 'ip')
const RECORD_SOURCE = fieldType('icmpv6.mldr.mar.source_address', 'Source Address', 'ip')

export const MLD_BODY: BodyFormat = {
  fields: [
    ...[...MLD_FIELDS, ...MLDV2_QUERY_FIELDS, ...MLDV2_REPORT_FIELDS, ...MLDV2_RECORD_FIELDS],
    ...[QUERY_INTERVAL, QUERY_SOURCE, RECORD_SOURCE],
  ],
  has: (type) => (type >= Icmpv6Type.MLD_QUERY && type <= Icmpv6Type.MLD_DONE) || type === Icmpv6Type.MLDV2_REPORT,
  read(message) {
    const mld = parseMld(message)
    if (mld instanceof ParseError) return mld
    const groups = mld.kind === 'report' && mld.version === 2 ? mld.records.map(({ group }) => group) : [mld.group]
    return { summary: groups.join(' '), addFields: (builder, end) => addFields(builder, mld, end) }
  },
}

function addFields(builder: FieldBuilder, mld: MldMessage, end: number): void {
  const { start } = builder
  if (mld.kind === 'report' && mld.version === 2) {
    builder.table(MLDV2_REPORT_FIELDS, end)
    for (const record of mld.records) {
      const at = start + 8 + record.start
      builder.tableAt(MLDV2_RECORD_FIELDS, at)
      addSources(builder, RECORD_SOURCE, record.sources, at + 20)
    }
  } else if (mld.kind === 'query' && mld.version === 2) {
    builder.table(MLDV2_QUERY_FIELDS, end)
    builder.field(QUERY_INTERVAL, mld.queryInterval, start + 25, 1)
    addSources(builder, QUERY_SOURCE, mld.sources, start + 28)
  } else builder.table(MLD_FIELDS, end)
}

function addSources(builder: FieldBuilder, field: FieldType, sources: readonly string[], start: number): void {
  for (const [index, source] of sources.entries()) builder.field(field, source, start + 16 * index, 16)
}
