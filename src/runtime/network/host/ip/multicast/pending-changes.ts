/** Changes of membership still to be reported, each as often as the robustness variable says (RFC 3376 5.1, RFC 3810 6.1). */
import type { IpAddress } from '../../../address/index.ts'
import { type GroupRecord, GroupRecordType } from '../../../wire/index.ts'
import { admits, NOBODY, type SourceFilter } from './source-filter.ts'

interface Change {
  /** Remaining reports of the new mode with its whole list. */
  modeReports: number
  /** Remaining reports by source that was added or removed. */
  readonly sourceReports: Map<IpAddress, number>
}

export class PendingChanges {
  readonly #changes = new Map<IpAddress, Change>()

  get isEmpty(): boolean {
    return this.#changes.size === 0
  }

  clear(): void {
    this.#changes.clear()
  }

  /** Notes the differences; returns false if there are none. A change of mode replaces all earlier changes, since it lists everything. */
  note(group: IpAddress, before: SourceFilter, after: SourceFilter, robustness: number): boolean {
    const change = this.#changes.get(group) ?? { modeReports: 0, sourceReports: new Map<IpAddress, number>() }
    if (before.mode !== after.mode) {
      change.modeReports = robustness
      change.sourceReports.clear()
    } else {
      const different = [
        ...after.sources.filter((source) => !before.sources.includes(source)),
        ...before.sources.filter((source) => !after.sources.includes(source)),
      ]
      if (different.length === 0) return false
      for (const source of different) change.sourceReports.set(source, robustness)
    }
    this.#changes.set(group, change)
    return true
  }

  /** Returns the records of the report that is due, and counts it. `filterOf`: the current state. */
  take(filterOf: (group: IpAddress) => SourceFilter | undefined): GroupRecord[] {
    return [...this.#changes].flatMap(([group, change]) => {
      const filter = filterOf(group) ?? NOBODY
      const records = change.modeReports > 0 ? [modeRecord(group, filter)] : sourceRecords(group, filter, change)
      if (change.modeReports > 0) change.modeReports--
      for (const [source, left] of change.sourceReports) {
        if (left > 1) change.sourceReports.set(source, left - 1)
        else change.sourceReports.delete(source)
      }
      if (change.modeReports === 0 && change.sourceReports.size === 0) this.#changes.delete(group)
      return records
    })
  }
}

function modeRecord(group: IpAddress, { mode, sources }: SourceFilter): GroupRecord {
  const type = mode === 'include' ? GroupRecordType.CHANGE_TO_INCLUDE : GroupRecordType.CHANGE_TO_EXCLUDE
  return { type, group, sources }
}

function sourceRecords(group: IpAddress, filter: SourceFilter, { sourceReports }: Change): GroupRecord[] {
  const changed = [...sourceReports.keys()]
  const allowed = changed.filter((source) => admits(filter, source))
  const blocked = changed.filter((source) => !admits(filter, source))
  return [
    { type: GroupRecordType.ALLOW_NEW_SOURCES, group, sources: allowed },
    { type: GroupRecordType.BLOCK_OLD_SOURCES, group, sources: blocked },
  ].filter(({ sources }) => sources.length > 0)
}
