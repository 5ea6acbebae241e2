/** Reports too long for one message (RFC 3376 4.2.16): groups and, if need be, the sources of one group go into several. */
import { type GroupRecord, GroupRecordType } from '../../../wire/index.ts'

interface Sizes {
  /** Bytes of the whole message that fit into a packet. */
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

/** A list of what is excluded cannot go on in a second record: the rest is left out, and so heard. */
function fitting(record: GroupRecord, most: number): GroupRecord[] {
  const { type, group, sources } = record
  if (sources.length <= most) return [record]
  const isExclusion = type === GroupRecordType.MODE_IS_EXCLUDE || type === GroupRecordType.CHANGE_TO_EXCLUDE
  if (isExclusion) return [{ type, group, sources: sources.slice(0, most) }]
  const count = Math.ceil(sources.length / most)
  return Array.from({ length: count }, (_, i) => ({ type, group, sources: sources.slice(i * most, (i + 1) * most) }))
}
