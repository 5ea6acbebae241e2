/** Membership reports of IGMP 1 and 2 and MLD 1: one group each, one host for all, no sources (RFC 1112, RFC 2236 3, RFC 2710 4). */
import type { IpAddress } from '../../../address/index.ts'
import { MICROSECOND, type Nanoseconds, type Scheduler, SECOND } from '../../../clock.ts'
import { Timer } from '../../timer.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { QuerierKnowledge, Query } from './querier.ts'
import type { ReportProtocol } from './report-protocol.ts'

/** RFC 2236 8.10, RFC 2710 7.10. */
const UNSOLICITED_REPORT_INTERVAL: Nanoseconds = 10 * SECOND

interface Report {
  readonly timer: Timer
  /** Further reports after the pending one. */
  repetitions: number
}

export class OldReports {
  readonly #scheduler: Scheduler
  readonly #protocol: ReportProtocol
  readonly #device: NetworkInterface
  readonly #querier: QuerierKnowledge
  readonly #waiting = new Map<IpAddress, Report>()
  /** Groups for which this host was the last to report: when it leaves one, the router must ask. */
  readonly #spokenFor = new Set<IpAddress>()

  constructor(scheduler: Scheduler, protocol: ReportProtocol, device: NetworkInterface, querier: QuerierKnowledge) {
    this.#scheduler = scheduler
    this.#protocol = protocol
    this.#device = device
    this.#querier = querier
  }

  join(group: IpAddress): void {
    const report = this.#reportAt(group, this.#scheduler.now)
    report.repetitions = this.#querier.robustness - 1
  }

  leave(group: IpAddress): void {
    this.#forget(group)
    const isLast = this.#spokenFor.delete(group)
    // IGMP version 1 has no leave message.
    const hasLeave = this.#protocol.newestVersion - this.#querier.version === 1
    if (isLast && hasLeave) this.#protocol.sendLeave(this.#device, group)
  }

  answer({ maximumResponseTime }: Query, groups: readonly IpAddress[]): void {
    for (const group of groups) {
      const at = this.#scheduler.now + this.#delay(maximumResponseTime)
      const waiting = this.#waiting.get(group)
      if (waiting === undefined || waiting.timer.deadline! > at) this.#reportAt(group, at)
    }
  }

  /** Handles another host's report, which makes our own unnecessary. */
  hearReport(group: IpAddress): void {
    this.#forget(group)
    this.#spokenFor.delete(group)
  }

  forgetPending(): void {
    for (const group of [...this.#waiting.keys()]) this.#forget(group)
  }

  #forget(group: IpAddress): void {
    this.#waiting.get(group)?.timer.stop()
    this.#waiting.delete(group)
  }

  #reportAt(group: IpAddress, at: Nanoseconds): Report {
    const known = this.#waiting.get(group)
    const report = known ?? { timer: new Timer(this.#scheduler, () => this.#report(group)), repetitions: 0 }
    report.timer.armAt(at)
    this.#waiting.set(group, report)
    return report
  }

  #report(group: IpAddress): void {
    const report = this.#waiting.get(group)!
    if (this.#device.up) this.#protocol.sendOldReport(this.#device, group, this.#querier.version)
    this.#spokenFor.add(group)
    if (report.repetitions > 0) {
      report.repetitions--
      this.#reportAt(group, this.#scheduler.now + this.#delay(UNSOLICITED_REPORT_INTERVAL))
    } else this.#forget(group)
  }

  #delay(most: Nanoseconds): Nanoseconds {
    return this.#protocol.random.below(Math.max(1, Math.floor(most / MICROSECOND))) * MICROSECOND
  }
}
