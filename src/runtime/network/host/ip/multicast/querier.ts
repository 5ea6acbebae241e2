/** Knowledge of a link's hosts about the querier: its versions and settings. */
import { type Nanoseconds, type Scheduler, SECOND } from '../../../clock.ts'

/** Query of either protocol. */
export interface Query {
  /** 1 to 3 for IGMP, 1 or 2 for MLD. */
  readonly version: number
  readonly maximumResponseTime: Nanoseconds
  /** Null in a general query. */
  readonly group: string | null
  readonly sources: readonly string[]
  /** The querier's own settings; 0 in versions without such a field. */
  readonly robustness: number
  readonly queryInterval: Nanoseconds
}

const ROBUSTNESS = 2
const QUERY_INTERVAL: Nanoseconds = 125 * SECOND

export class QuerierKnowledge {
  /** How often a change is reported, in case a report is lost: the querier's value, else 2 (RFC 3376 8.1). */
  robustness = ROBUSTNESS
  readonly #scheduler: Scheduler
  readonly #newest: number
  #queryInterval: Nanoseconds = QUERY_INTERVAL
  /** Time until which an older version's querier counts as present. */
  readonly #presentUntil = new Map<number, Nanoseconds>()

  constructor(scheduler: Scheduler, newest: number) {
    this.#scheduler = scheduler
    this.#newest = newest
  }

  /** The version to use: the oldest of any querier that may still be present (RFC 3376 7.2.1, RFC 3810 8.2.1). */
  get version(): number {
    for (let version = 1; version < this.#newest; version++) {
      if ((this.#presentUntil.get(version) ?? 0) > this.#scheduler.now) return version
    }
    return this.#newest
  }

  /** Takes the settings in a query. */
  hear({ version, maximumResponseTime, robustness, queryInterval }: Query): void {
    if (version < this.#newest) {
      const timeout = this.robustness * this.#queryInterval + maximumResponseTime
      this.#presentUntil.set(version, this.#scheduler.now + timeout)
      return
    }
    this.robustness = robustness || ROBUSTNESS
    this.#queryInterval = queryInterval || QUERY_INTERVAL
  }
}
