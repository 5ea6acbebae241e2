import {
  Icmpv6Type,
  MLD_FIELDS,
  MLDV2_QUERY_FIELDS,
  MLDV2_RECORD_FIELDS,
  MLDV2_REPORT_FIELDS,
  type MldMessage,
} from '../wire/index.ts'
import type { LayerBuilder } from './dissection.ts'

/** Adds what a message that was read says. `bytes`: the ICMPv6 message, which begins at `start` in the frame. */
export function dissectMld(
  builder: LayerBuilder,
  mld: MldMessage,
  type: number,
  bytes: Uint8Array,
  start: number,
): void {
  const end = start + bytes.length
  const sourceFields = (name: string, sources: readonly string[], at: number) => {
    for (const [index, source] of sources.entries()) builder.field(name, 'Source Address', source, at + 16 * index, 16)
  }
  if (mld.kind === 'report' && mld.version === 2) {
    builder.table(MLDV2_REPORT_FIELDS, end)
    for (const record of mld.records) {
      builder.tableAt(MLDV2_RECORD_FIELDS, start + 8 + record.start)
      sourceFields('icmpv6.mldr.mar.source_address', record.sources, start + 8 + record.start + 20)
    }
  } else if (mld.kind === 'query' && mld.version === 2) {
    builder.table(MLDV2_QUERY_FIELDS, end)
    builder.field('icmpv6.mld.qqi', "QQIC (Querier's Query Interval Code)", mld.queryInterval, start + 25, 1)
    sourceFields('icmpv6.mld.source_address', mld.sources, start + 28)
  } else if (type !== Icmpv6Type.MLDV2_REPORT) builder.table(MLD_FIELDS, end)
}
