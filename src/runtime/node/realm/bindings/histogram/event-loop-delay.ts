import { MILLISECOND } from '#network'
import type { RealmContext } from '../../context.ts'
import { HistogramHandle } from './handle.ts'

/** Lowest value that is distinguished, in ns of uv_hrtime: a microsecond. */
const LOWEST = 1000

/** node::IntervalHistogram: intervals between the ticks of a timer that keeps nothing alive, or between the loop's rounds. */
export class EventLoopDelay extends HistogramHandle {
  readonly #realm: RealmContext
  readonly #interval: number
  #stop = (): void => {}

  constructor(realm: RealmContext, resolution: number, perRound: boolean) {
    super(realm, { lowest: LOWEST, highest: Number.MAX_SAFE_INTEGER, figures: 3 })
    this.#realm = realm
    this.#interval = perRound ? 0 : resolution * MILLISECOND
  }

  start(): void {
    const realm = this.#realm
    this.reset()
    this.#stop = realm.loop.metrics.watch(realm.kernel.time, this.#interval, () => this.recordDelta())
  }

  stop(): void {
    this.#stop()
  }
}
