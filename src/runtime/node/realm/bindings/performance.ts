import { MILLISECOND } from '#network'
import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'
import { EventLoopDelay, HistogramHandle } from './histogram/index.ts'

/** `internalBinding('performance')`: the host's clock in ms since the process's start. */
export function performanceBinding(realm: RealmContext): Binding {
  /** The library's, which hands an entry to its observers. */
  let report: (name: string, type: string, start: number, duration: number, detail: unknown) => void = () => {}
  return {
    ...realm.constants.performance,
    milestones: realm.milestones,
    observerCounts: new Uint32Array(8),
    now: () => (realm.kernel.clock() - realm.startedAt) / MILLISECOND,
    getTimeOrigin: () => realm.startedAt / MILLISECOND,
    getTimeOriginTimestamp: () => realm.start.epochMs + realm.startedAt / MILLISECOND,
    loopIdleTime: () => realm.loop.metrics.idle / MILLISECOND,
    uvMetricsInfo: () => [realm.loop.metrics.rounds, realm.loop.metrics.events, 0],
    setupObservers(callback: typeof report) {
      report = callback
    },
    reportEntry: (...entry: Parameters<typeof report>) => report(...entry),
    installGarbageCollectionTracking() {},
    removeGarbageCollectionTracking() {},
    notify() {},
    markBootstrapComplete() {},
    Histogram: class Histogram extends HistogramHandle {
      constructor(lowest: number, highest: number, figures: number, halfLife: number, threshold: number) {
        super(realm, { lowest, highest, figures, halfLife, threshold })
      }
    },
    createELDHistogram: (resolution: number, perRound: boolean) => new EventLoopDelay(realm, resolution, perRound),
  }
}
