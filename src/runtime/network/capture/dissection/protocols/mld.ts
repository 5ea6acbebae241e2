import {
  type HeaderField,
  Icmpv6Type,
  MLD_FIELDS,
  MLDV2_QUERY_FIELDS,
  MLDV2_RECORD_FIELDS,
  MLDV2_RECORD_SOURCE_FIELDS,
  MLDV2_REPORT_FIELDS,
  MLDV2_SOURCE_FIELDS,
  type MldMessage,
  ParseError,
  parseMld,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { BodyFormat } from './icmpv6-body.ts'

export const MLD_BODY: BodyFormat = {
  fields: [
    ...[...MLD_FIELDS, ...MLDV2_QUERY_FIELDS, ...MLDV2_REPORT_FIELDS, ...MLDV2_RECORD_FIELDS],
    ...[...MLDV2_SOURCE_FIELDS, ...MLDV2_RECORD_SOURCE_FIELDS],
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
      addSources(builder, MLDV2_RECORD_SOURCE_FIELDS, record.sources.length, at + 20)
    }
  } else if (mld.kind === 'query' && mld.version === 2) {
    builder.table(MLDV2_QUERY_FIELDS, end)
    addSources(builder, MLDV2_SOURCE_FIELDS, mld.sources.length, start + 28)
  } else builder.table(MLD_FIELDS, end)
}

function addSources(builder: FieldBuilder, fields: readonly HeaderField[], count: number, start: number): void {
  for (let index = 0; index < count; index++) builder.tableAt(fields, start + 16 * index)
}
