/** Membership of one interface in the groups of one family, and its reports to routers (RFC 3376 5, RFC 3810 6). */
import type { IpAddress } from '../../../address/index.ts'
import { MICROSECOND, type Nanoseconds, type Scheduler, SECOND } from '../../../clock.ts'
import { type GroupRecord, GroupRecordType } from '../../../wire/index.ts'
import { Timer } from '../../timer.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { OldReports } from './old-reports.ts'
import { PendingChanges } from './pending-changes.ts'
import { QuerierKnowledge, type Query } from './querier.ts'
import type { ReportProtocol } from './report-protocol.ts'
import { EVERYBODY, isNobody, NOBODY, type SourceFilter } from './source-filter.ts'

/** RFC 3376 8.11, RFC 3810 9.11. */
const UNSOLICITED_REPORT_INTERVAL: Nanoseconds = SECOND

/** Answer waiting for its time. */
interface Answer {
  readonly timer: Timer
  /** The sources in question; null: the whole group. */
  sources: Set<IpAddress> | null
}

export class Reporter {
  readonly #scheduler: Scheduler
  readonly #protocol: ReportProtocol
  readonly #device: NetworkInterface
  readonly #filters = new Map<IpAddress, SourceFilter>()
  readonly #querier: QuerierKnowledge
  readonly #changes = new PendingChanges()
  readonly #changeTimer: Timer
  readonly #generalTimer: Timer
  readonly #answers = new Map<IpAddress, Answer>()
  readonly #old: OldReports

  constructor(scheduler: Scheduler, protocol: ReportProtocol, device: NetworkInterface) {
    this.#scheduler = scheduler
    this.#protocol = protocol
    this.#device = device
    this.#querier = new QuerierKnowledge(scheduler, protocol.newestVersion)
    this.#changeTimer = new Timer(scheduler, () => this.#reportChanges())
    this.#generalTimer = new Timer(scheduler, () => this.#answerGenerally())
    this.#old = new OldReports(scheduler, protocol, device, this.#querier)
  }

  filterOf(group: IpAddress): SourceFilter | undefined {
    return this.#filters.get(group)
  }

  get groups(): ReadonlyMap<IpAddress, SourceFilter> {
    return this.#filters
  }

  /** The version in use now. */
  get version(): number {
    return this.#querier.version
  }

  /** Sets the filter of a group. */
  set(group: IpAddress, filter: SourceFilter): void {
    const before = this.#filters.get(group) ?? NOBODY
    if (isNobody(filter)) this.#filters.delete(group)
    else this.#filters.set(group, filter)
    if (this.#protocol.isReported(group) && this.#device.up) this.#tell(group, before, filter)
  }

  #tell(group: IpAddress, before: SourceFilter, after: SourceFilter): void {
    if (this.#isNewest) {
      // Send at the end of this instant, so that further changes now go into the same report.
      if (this.#changes.note(group, before, after, this.#querier.robustness)) this.#changeTimer.arm(0)
    } else if (isNobody(before)) this.#old.join(group)
    else if (isNobody(after)) this.#old.leave(group)
  }

  get #isNewest(): boolean {
    return this.#querier.version === this.#protocol.newestVersion
  }

  /** Reports all groups when the interface comes up: routers may have forgotten them. */
  tellAll(): void {
    for (const [group, filter] of this.#filters) if (this.#protocol.isReported(group)) this.#tell(group, NOBODY, filter)
  }

  #reportChanges(): void {
    const records = this.#changes.take((group) => this.#filters.get(group))
    this.#send(records)
    if (!this.#changes.isEmpty) this.#changeTimer.arm(this.#delay(UNSOLICITED_REPORT_INTERVAL))
  }

  #send(records: readonly GroupRecord[]): void {
    if (records.length > 0 && this.#device.up) this.#protocol.sendReport(this.#device, records)
  }

  /** Returns a random delay in whole microseconds, below `most`. */
  #delay(most: Nanoseconds): Nanoseconds {
    return this.#protocol.random.below(Math.max(1, Math.floor(most / MICROSECOND))) * MICROSECOND
  }

  // --- queries

  hear(query: Query): void {
    const before = this.#querier.version
    this.#querier.hear(query)
    if (this.#querier.version !== before) this.#forgetPending()
    if (this.#isNewest) this.#answer(query)
    else this.#old.answer(query, this.#membersAskedFor(query.group))
  }

  /** Handles another host's report of an older version, which speaks for all hosts. */
  hearReport(group: IpAddress): void {
    if (!this.#isNewest) this.#old.hearReport(group)
  }

  /** Drops all pending reports when the version changes (RFC 3376 7.2.1). */
  #forgetPending(): void {
    this.#changes.clear()
    this.#changeTimer.stop()
    this.#generalTimer.stop()
    for (const { timer } of this.#answers.values()) timer.stop()
    this.#answers.clear()
    this.#old.forgetPending()
  }

  #membersAskedFor(group: IpAddress | null): IpAddress[] {
    const members = [...this.#protocol.standingGroups(this.#device), ...this.#filters.keys()]
    const told = members.filter((member) => this.#protocol.isReported(member))
    return group === null ? told : told.filter((member) => member === group)
  }

  /** Schedules an answer by the rules of RFC 3376 5.2, in order. */
  #answer({ group, sources, maximumResponseTime }: Query): void {
    const at = this.#scheduler.now + this.#delay(maximumResponseTime)
    if ((this.#generalTimer.deadline ?? at + 1) <= at) return
    if (group === null) this.#generalTimer.armAt(at)
    else if (this.#membersAskedFor(group).length > 0) this.#answerLater(group, sources, at)
  }

  #answerLater(group: IpAddress, sources: readonly IpAddress[], at: Nanoseconds): void {
    const pending = this.#answers.get(group)
    if (pending === undefined) {
      const timer = new Timer(this.#scheduler, () => this.#answerFor(group))
      timer.armAt(at)
      this.#answers.set(group, { timer, sources: sources.length === 0 ? null : new Set(sources) })
      return
    }
    if (sources.length === 0 || pending.sources === null) pending.sources = null
    else for (const source of sources) pending.sources.add(source)
    pending.timer.armAt(Math.min(pending.timer.deadline ?? at, at))
  }

  #answerGenerally(): void {
    this.#send(this.#membersAskedFor(null).map((group) => this.#state(group)))
  }

  #answerFor(group: IpAddress): void {
    const { sources } = this.#answers.get(group)!
    this.#answers.delete(group)
    if (this.#membersAskedFor(group).length === 0) return
    const filter = this.#filters.get(group) ?? EVERYBODY
    const asked = [...(sources ?? [])]
    const listed = asked.filter((source) => filter.sources.includes(source))
    if (sources !== null && listed.length === (filter.mode === 'include' ? 0 : asked.length)) return
    // Asked about sources that aren't all excluded, Linux reports its whole list, not only those as RFC 3376 5.2 would.
    const isWhole = sources === null || filter.mode === 'exclude'
    const wanted: GroupRecord = { type: GroupRecordType.MODE_IS_INCLUDE, group, sources: listed }
    this.#send([isWhole ? this.#state(group) : wanted])
  }

  #state(group: IpAddress): GroupRecord {
    const { mode, sources } = this.#filters.get(group) ?? EVERYBODY
    const type = mode === 'include' ? GroupRecordType.MODE_IS_INCLUDE : GroupRecordType.MODE_IS_EXCLUDE
    return { type, group, sources }
  }
}
