import { MILLISECOND } from '#network'
import type { RealmContext } from '../../context.ts'
import { HistogramHandle } from './handle.ts'

/** uv_hrtime's ns are told apart from a microsecond on. */
const LOWEST = 1000

/** node::IntervalHistogram: how far the ticks of a timer that keeps nothing alive lie apart, or the rounds of the loop. */
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
