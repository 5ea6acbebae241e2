/** Splitting of reports too long for one message (RFC 3376 4.2.16): by group and, if necessary, by the sources of one group. */
import { type GroupRecord, GroupRecordType } from '../../../wire/index.ts'

interface Sizes {
  /** Bytes that a whole message may have. */
  readonly room: number
  readonly header: number
  /** Bytes of a record without sources, and of one source. */
  readonly record: number
  readonly source: number
}

export function packets(records: readonly GroupRecord[], sizes: Sizes): GroupRecord[][] {
  const most = Math.floor((sizes.room - sizes.header - sizes.record) / sizes.source)
  const all: GroupRecord[][] = []
  let free = 0
  for (const record of records.flatMap((one) => fitting(one, most))) {
    const length = sizes.record + sizes.source * record.sources.length
    if (all.length === 0 || length > free) {
      all.push([])
      free = sizes.room - sizes.header
    }
    all.at(-1)!.push(record)
    free -= length
  }
  return all
}

/** Returns records that fit. An exclude list can't continue in a second record: its remaining sources are dropped, and so received. */
function fitting(record: GroupRecord, most: number): GroupRecord[] {
  const { type, group, sources } = record
  if (sources.length <= most) return [record]
  const isExclusion = type === GroupRecordType.MODE_IS_EXCLUDE || type === GroupRecordType.CHANGE_TO_EXCLUDE
  if (isExclusion) return [{ type, group, sources: sources.slice(0, most) }]
  const count = Math.ceil(sources.length / most)
  return Array.from({ length: count }, (_, i) => ({ type, group, sources: sources.slice(i * most, (i + 1) * most) }))
}
